using System.CommandLine;
using System.Text.Json;
using Haystack.Cli.Rendering;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack report</c>: a stored run as Markdown or JSON.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Summarises a stored run; needs no model.");
        var run = RunArgument.Create();
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each cell." };
        command.Add(run);
        command.Add(json);
        command.Runs(async (parsed, _) =>
        {
            var data = RunReader.Read(RunArgument.Resolve(parsed.GetValue(run)!));
            if (parsed.GetValue(json))
            {
                foreach (var cell in CellTable.From(data.Trials))
                    await Console.Out.WriteLineAsync(CellLine(cell)).ConfigureAwait(false);
                return ExitCodes.Done;
            }

            await Console.Out.WriteLineAsync(SummaryTable.For(data)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string CellLine(Cell cell)
    {
        var interval = Wilson.Interval95(cell.Accuracy);
        return JsonSerializer.Serialize(
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
                cell.Invalid,
                interval?.Low,
                interval?.High,
                Outcomes = cell.Outcomes.OrderBy(o => o.Key).ToDictionary(o => o.Key.ToText(), o => o.Value),
            },
            Json.Lines);
    }
}
