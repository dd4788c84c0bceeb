using System.Text;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Reports;

/// <summary><c>report.html</c>: a run as one page that needs nothing but itself.</summary>
public static class HtmlReport
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "report.html";

    /// <summary>Characters of texts below which a page is sure to stay under its size, however badly they pack.</summary>
    private const long MostCharacters = 28_000_000;

    /// <summary>Base64 characters of texts; with the columns of 100,000 trials the page stays under 20 MB.</summary>
    private const long MostPacked = 14_000_000;

    /// <summary>Writes the page; it appears whole or not at all.</summary>
    /// <param name="run">The run, read with its texts.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(RunData run, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(RunFigures.Of(run), path, cancellationToken);
    }

    /// <summary>The same for a run whose figures are there.</summary>
    internal static void Write(RunFigures figures, string path, CancellationToken cancellationToken)
    {
        var run = figures.Run;
        var shown = run.Sample is { } sample ? run with { Trials = sample.Trials, Documents = sample.Documents } : run;
        var texts = Texts(shown, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var few = new PlotOptions().FewAnswers;
        var headlines = Headline.Of(figures);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["script-hash"] = ReportAssets.Hash(ReportAssets.Script),
            ["style-hash"] = ReportAssets.Hash(ReportAssets.Style),
            ["script"] = ReportAssets.Script,
            ["style"] = ReportAssets.Style,
            ["title"] = HtmlText.Of(run.Name),
            ["lead"] = $"{Number(run.Trials.Count, "trial")} of {Number(run.Models.Count, "model")} over {Number(run.DocumentCount, "document")}. {HtmlText.Of(Dates(run))}{HtmlText.Of(AdaptiveUse.Of(run))}",
            ["headline"] = HtmlTables.Headline(headlines),
            ["notes"] = HtmlTables.Notes(figures),
            ["counting"] = run.Models.Any(m => m.TokenizerGrade == TokenizerGrade.Calibrated) ? "≈: tokens are estimated." : "",
            ["chart-light"] = Chart(figures, dark: false),
            ["chart-dark"] = Chart(figures, dark: true),
            ["few"] = $"{few}",
            ["pictures"] = run.Models.Count > ReportPictures.MostModels ? $"haystack plot {HtmlText.Of(ShellText.Quote(run.Name))} makes the pictures of so many models." : "",
            ["sample"] = run.Sample is null ? "" : HtmlText.Of(
                $"The cells count all {TokenText.Count(run.Trials.Count)} trials. Listed are {TokenText.Count(shown.Trials.Count)} of them: all that was asked about {TokenText.Count(shown.Documents.Count)} documents drawn by chance. haystack export {ShellText.Quote(run.Name)} --out trials.csv writes all of them, haystack show one."),
            ["command"] = HtmlText.Of(SweepCommandLine.Of(run)),
            ["run"] = HtmlServers.Of(ServerUse.Of(run)) + HtmlTables.Run(run, headlines),
        };
        IEnumerable<ReportBlock> pictures = [.. ReportPictures.Pack(figures, cancellationToken), .. ReportPictures.Comparisons(figures) is { } compared ? [compared] : Array.Empty<ReportBlock>()];
        var blocks = texts.Concat(pictures).Prepend(ReportData.Pack(shown, few, run.Sample is null ? null : run.Trials));
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            foreach (var (text, name) in Parts(ReportAssets.Template))
            {
                writer.Write(text);
                if (name == "blocks")
                    Blocks(writer, blocks);
                else if (name is not null)
                    writer.Write(values[name]);
            }
        });
    }

    /// <summary>When the sweep began, UTC; empty of runs that do not hold it.</summary>
    private static string Dates(RunData run) => run.Manifest.GetValueOrDefault(RunManifest.InformationPrefix + "begun") is { Length: > 0 } begun ? $"Begun {begun} UTC. " : "";

    private static string Number(int count, string thing) => $"{TokenText.Count(count)} {thing}{(count == 1 ? "" : "s")}";

    private static List<ReportBlock> Texts(RunData run, CancellationToken cancellationToken)
    {
        foreach (var cut in TextCut.Steps)
        {
            if (cut.Characters(run) > MostCharacters && cut != TextCut.Steps[^1])
                continue;
            var blocks = new List<ReportBlock>();
            long packed = 0;
            foreach (var block in ReportTextBlocks.Pack(run, cut))
            {
                cancellationToken.ThrowIfCancellationRequested();
                blocks.Add(block);
                packed += block.Packed.Length;
                if (packed > MostPacked)
                    break;
            }

            if (packed <= MostPacked || cut == TextCut.Steps[^1])
                return [.. blocks];
        }

        throw new InvalidOperationException("the last step always fits");
    }

    private static void Blocks(StreamWriter writer, IEnumerable<ReportBlock> blocks)
    {
        foreach (var block in blocks)
        {
            // Not a script that runs: a browser leaves a block of this type alone.
            writer.Write($"<script type=\"text/plain\" id=\"{block.Id}\">");
            writer.Write(block.Packed);
            writer.Write("</script>\n");
        }
    }

    /// <summary>The accuracy chart as part of the page: without the XML head, and with a name for those who cannot see it.</summary>
    private static string Chart(RunFigures figures, bool dark)
    {
        var bytes = ChartDrawing.Draw(AccuracyChart.From(figures) with { Title = FindingSentence.Title(figures) }, new PlotOptions { Format = PlotFormat.Svg, Dark = dark, Width = 1000 });
        var svg = Encoding.UTF8.GetString(bytes);
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        // Ids of the two charts must not meet.
        svg = dark ? svg.Replace("id=\"c", "id=\"d", StringComparison.Ordinal).Replace("url(#c", "url(#d", StringComparison.Ordinal) : svg;
        return svg.Replace("<svg ", "<svg role=\"img\" aria-label=\"Accuracy against distance for every model; the table above has the figures\" ", StringComparison.Ordinal);
    }

    /// <summary>A template cut at its <c>{{names}}</c>; values are never looked into, so that none can name another.</summary>
    private static IEnumerable<(string Text, string? Name)> Parts(string template)
    {
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var start and >= 0)
        {
            var end = template.IndexOf("}}", start, StringComparison.Ordinal);
            yield return (template[at..start], template[(start + 2)..end]);
            at = end + 2;
        }

        yield return (template[at..], null);
    }
}
