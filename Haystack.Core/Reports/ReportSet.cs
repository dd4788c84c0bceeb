using System.Text;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>Everything that a run is turned into for people and programs, its statistics worked out once.</summary>
public static class ReportSet
{
    /// <summary>
    /// Writes the pictures, <c>report.html</c>, <c>summary.md</c> and <c>summary.json</c> into <paramref name="directory"/>.
    /// </summary>
    /// <param name="run">The run, read with its texts.</param>
    /// <param name="directory">Made if it is not there; each file appears whole or not at all.</param>
    /// <param name="options">How pictures are drawn.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>The paths written: pictures first, then the reports.</returns>
    /// <exception cref="HaystackException">A file cannot be written; one line says why.</exception>
    public static IReadOnlyList<string> Write(RunData run, string directory, PlotOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        var figures = RunFigures.Of(run);
        var written = new List<string>(PlotSet.Write(figures, directory, options, cancellationToken));
        var picture = Path.GetFileName(written[0]);
        Add(HtmlReport.FileName, path => HtmlReport.Write(figures, path, cancellationToken));
        Add(MarkdownReport.FileName, path => OutputFile.Write(path, Encoding.UTF8.GetBytes(MarkdownReport.Of(figures, picture, baseline: null))));
        Add(SummaryJson.FileName, path => SummaryJson.Write(figures, path));
        return written;

        void Add(string name, Action<string> write)
        {
            var path = Path.Combine(directory, name);
            write(path);
            written.Add(path);
        }
    }
}
