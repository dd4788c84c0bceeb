using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.DataSets;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack score</c>: answers obtained elsewhere become a run.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var command = new Command("score", "Scores answers obtained elsewhere to a data set of `haystack generate`: a run with the same outcomes, statistics and pictures as a sweep.");
        var data = new Option<string>("--data") { Description = "The data set, as `haystack generate` wrote it: JSON lines of its own, of inspect, or of lm-eval.", HelpName = "FILE", Required = true };
        var answers = new Option<string>("--answers") { Description = "The answers: JSON lines {id, answer or response}, an OpenAI Batch output file, lm_eval's samples, or an inspect_ai log in JSON.", HelpName = "FILE", Required = true };
        var output = new Option<string>("--out") { Description = "The run's directory.", HelpName = "PATH", Required = true };
        var name = new Option<string?>("--name") { Description = "The model's name in tables and pictures (default: the name of the file of answers).", HelpName = "NAME" };
        foreach (var option in new Option[] { data, answers, output, name })
            command.Add(option);
        command.Runs((parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(answers)!;
            return RunAsync(parsed.GetValue(data)!, file, parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(file), parsed.GetValue(output)!, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string data, string answers, string model, string directory, CancellationToken cancellationToken)
    {
        var scored = await AnswerScoring.RunAsync(data, answers, model, directory, cancellationToken).ConfigureAwait(false);
        var run = RunReader.Read(directory, withTexts: true);
        await Console.Error.WriteLineAsync(SummaryTable.For(run)).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(RunFiles.DatabasePath(directory)).ConfigureAwait(false);
        foreach (var path in ReportSet.Write(run, directory, new PlotOptions(), cancellationToken))
            await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{scored.Answered} of {scored.Questions} questions answered{(scored.Unknown > 0 ? $"; {scored.Unknown} answers are to questions that the data set does not have" : "")}; no server confirmed that the prompts were read whole")).ConfigureAwait(false);
        return scored.Answered < scored.Questions ? ExitCodes.TooManyInvalid : ExitCodes.Done;
    }
}
