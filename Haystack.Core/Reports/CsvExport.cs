using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>Trials as CSV (RFC 4180, UTF-8): missing is empty, never 0.</summary>
public static partial class CsvExport
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "trials.csv";

    /// <summary>Writes one line a trial.</summary>
    /// <remarks>
    /// Texts from outside are made harmless for terminals and spreadsheets: control characters become their pictures,
    /// and an apostrophe goes before a text that a spreadsheet would take for a formula. Parquet has them untouched.
    /// </remarks>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(RunData run, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(run.Trials, path, cancellationToken);
    }

    /// <summary>The same of trials that are read one after the other.</summary>
    internal static void Write(IEnumerable<TrialRow> trials, string path, CancellationToken cancellationToken) =>
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
            writer.WriteLine(string.Join(',', TrialFields.All.Select(f => f.Name)));
            foreach (var trial in trials)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.WriteLine(string.Join(',', TrialFields.All.Select(f => Cell(f, trial))));
            }
        });

    private static string Cell(TrialField field, TrialRow trial) => field.Value(trial) switch
    {
        null => "",
        bool value => value ? "true" : "false",
        string text => Quote(Harmless(text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new InvalidOperationException($"{field.Name}: {other.GetType()} has no place in CSV"),
    };

    private static string Harmless(string text)
    {
        var visible = VisibleText.Of(text);
        // Where a spreadsheet parts cells by semicolons, tabs or line ends, a formula can begin behind one of those too.
        return FormulaStart().Replace(visible, "$1'");
    }

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Full-width and small forms too: where they are typed, spreadsheets take them for the plain ones.
    [GeneratedRegex("(^|[;\\t\\n\\r])(?=[\\s\"]*[=+@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B-])")]
    private static partial Regex FormulaStart();
}
