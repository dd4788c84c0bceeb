using System.Buffers;
using System.Globalization;
using System.Security;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>Gates as a badge: <c>.json</c> as shields.io's endpoint reads it, or a finished <c>.svg</c>.</summary>
public static class GateBadge
{
    private const int MostCharacters = 60;
    private const string Label = "haystack";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file whole or not at all; its ending decides which.</summary>
    /// <param name="path">A file ending in <c>.json</c> or <c>.svg</c>.</param>
    /// <param name="results">The gates.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">It ends otherwise, or cannot be written.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<GateResult> results, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ReadOnlyMemory<byte> content = IsKind(path, ".json") ? Json(results)
            : IsKind(path, ".svg") ? System.Text.Encoding.UTF8.GetBytes(Svg(results))
            : throw new HaystackException($"a badge is a .json or .svg file, not {path}");
        return OutputFile.WriteAsync(path, async (stream, token) => await stream.WriteAsync(content, token).ConfigureAwait(false), cancellationToken);
    }

    /// <summary>What it says.</summary>
    internal static string Message(IReadOnlyList<GateResult> results)
    {
        string text;
        if (results is [var only])
        {
            text = only.NotMeasured is not null ? "not measured"
                : only.TooManyInvalid ? "too many invalid trials"
                : string.Join(", ", only.Checks.Select(c => $"{c.Name} {c.Figure ?? "unknown"}")) + (only.Verdict == GateVerdict.Inconclusive ? ", undecided" : "");
        }
        else
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{results.Count(r => r.Verdict == GateVerdict.Pass)} of {results.Count} models pass");
        }

        text = Reports.VisibleText.Line(text);
        return text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
    }

    private static bool IsKind(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name of shields.io, and the same colour for the drawing.</summary>
    private static (string Name, string Hex) Colour(IReadOnlyList<GateResult> results) =>
        results.Any(r => r.NotMeasured is null && (r.Verdict == GateVerdict.Fail || (r.Strict && r.Verdict != GateVerdict.Pass))) ? ("red", "#c33")
        : results.All(r => r.Verdict == GateVerdict.Pass) ? ("brightgreen", "#3a8f1c")
        : results.All(r => r.NotMeasured is not null) ? ("lightgrey", "#777")
        : ("yellow", "#8a6d00");

    private static ReadOnlyMemory<byte> Json(IReadOnlyList<GateResult> results)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("label", Label);
            json.WriteString("message", Message(results));
            json.WriteString("color", Colour(results).Name);
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    /// <summary>Each text is drawn to the width that was set aside for it, whatever the viewer's font.</summary>
    private static string Svg(IReadOnlyList<GateResult> results)
    {
        var message = Message(results);
        var (left, right) = (Width(Label) + 12, Width(message) + 12);
        var (label, text) = (Label, SecurityElement.Escape(message)!);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{label}: {text}">
              <title>{label}: {text}</title>
              <clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>
              <g clip-path="url(#r)">
                <rect width="{left}" height="20" fill="#444"/>
                <rect x="{left}" width="{right}" height="20" fill="{Colour(results).Hex}"/>
              </g>
              <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
                <text x="{left / 2.0}" y="14" textLength="{left - 12}" lengthAdjust="spacingAndGlyphs">{label}</text>
                <text x="{left + right / 2.0}" y="14" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">{text}</text>
              </g>
            </svg>

            """);
    }

    /// <summary>About the width of a text in Verdana 11: narrow, middling, wide and full-width characters.</summary>
    private static int Width(string text)
    {
        var width = 0.0;
        foreach (var c in text)
            width += c switch { 'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ' ' or '\'' => 3.9, 'm' or 'w' or 'M' or 'W' or '%' => 10.5, > '\u2e7f' => 11, _ => 7 };
        return (int)Math.Ceiling(width);
    }
}
