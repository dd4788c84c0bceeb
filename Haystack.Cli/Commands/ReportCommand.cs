using System.CommandLine;
using System.Text;
using System.Text.Json;
using Haystack.Analysis;
using Haystack.Cli.Rendering;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack report</c>: a stored run as Markdown, JSON or a page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Summarises a stored run; needs no model. Prints a table on a terminal, Markdown for a pull request into a file or pipe, or JSON lines.");
        var run = RunArgument.Create();
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each cell." };
        var fit = new Option<bool>("--fit") { Description = "With --json: one object a line for each model, with D50, D85, penalty of distance and what else is fitted." };
        var html = new Option<string?>("--html") { Description = "Write the page with all trials to this file.", HelpName = "FILE" };
        var summary = new Option<string?>("--summary") { Description = "Write the summary as one JSON object (docs/summary.schema.json) to this file.", HelpName = "FILE" };
        var plots = new Option<string?>("--plots") { Description = "Draw the pictures into this folder.", HelpName = "PATH" };
        var baseline = new Option<string?>("--base") { Description = "A run to compare with: the Markdown says what changed.", HelpName = "RUN" };
        command.Add(run);
        foreach (var option in new Option[] { json, fit, html, summary, plots, baseline })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(fit) && !result.GetValue(json))
                result.AddError("--fit goes with --json");
        });
        command.Runs(async (parsed, cancellationToken) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(run)!);
            var page = parsed.GetValue(html);
            var data = RunArgument.ReadForReport(directory, withTexts: page is not null);
            // Fitting is most of the time for a large run: once for all that is written.
            var figures = new Lazy<RunFigures>(() => RunFigures.Of(data));
            if (page is not null)
                HtmlReport.Write(figures.Value, page, cancellationToken);
            if (parsed.GetValue(summary) is { } file)
                SummaryJson.Write(figures.Value, file);
            if (parsed.GetValue(plots) is { } folder)
            {
                PlotCommand.RequireTrials(data);
                foreach (var path in PlotSet.Write(figures.Value, folder, new PlotOptions(), cancellationToken))
                    await (parsed.GetValue(json) ? Console.Error : Console.Out).WriteLineAsync(path).ConfigureAwait(false);
            }

            if (parsed.GetValue(json))
                await WriteLinesAsync(data, parsed.GetValue(fit)).ConfigureAwait(false);
            else if (page is null && parsed.GetValue(summary) is null && parsed.GetValue(plots) is null)
            {
                var text = MarkdownReport.Of(figures.Value, picture: null, baseline: parsed.GetValue(baseline) is { } other ? RunArgument.ReadForReport(other) : null);
                await Console.Out.WriteLineAsync(Console.IsOutputRedirected ? text : TerminalMarkdown.Of(text)).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task WriteLinesAsync(RunData data, bool fit)
    {
        var lines = fit ? FitReport.From(data).Select(FitLine) : CellTable.From(data.Trials).Select(CellLine);
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static string FitLine(FitReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Json.Lines.Encoder }))
            FitReportJson.Write(json, report);
        return Json.ForTerminal(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static string CellLine(Cell cell)
    {
        var interval = Wilson.Interval95(cell.Accuracy);
        return Json.Line(
            new
            {
                cell.Model,
                cell.Family,
                cell.Language,
                Arm = cell.Arm.ToText(),
                Order = cell.Order.ToText(),
                cell.ContextTokens,
                cell.DistanceTokens,
                Correct = cell.Accuracy.Successes,
                Answered = cell.Accuracy.Total,
                cell.Completed,
                cell.Ambiguous,
                cell.Invalid,
                interval?.Low,
                interval?.High,
                Outcomes = cell.Outcomes.OrderBy(o => o.Key).ToDictionary(o => o.Key.ToText(), o => o.Value),
            });
    }
}
