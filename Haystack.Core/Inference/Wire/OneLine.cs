using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Makes one clean line of what a server said.</summary>
internal static class OneLine
{
    private const int MaxLength = 300;

    /// <summary>White space folded, control and format characters removed, cut to 300 characters.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text)
        {
            if (line.Length >= MaxLength)
                return line.Append('…').ToString();
            if (char.IsWhiteSpace(c))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate))
            {
                line.Append(c);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>What an error's body says, wherever in it that stands, or else the body itself.</summary>
    /// <param name="body">The body.</param>
    /// <param name="redact">Strikes out secrets, before the line is cut; null where there are none.</param>
    public static string OfErrorBody(string body, Func<string, string>? redact = null)
    {
        try
        {
            using var json = BoundedJson.Parse(body);
            return Of(Redacted(ErrorReader.WordsOf(json.RootElement) ?? body));
        }
        catch (JsonException)
        {
            return Of(Redacted(body));
        }

        string Redacted(string text) => redact is null ? text : redact(text);
    }
}
