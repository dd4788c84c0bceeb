using System.CommandLine;
using Haystack.Analysis;
using Haystack.Cli.Rendering;
using Haystack.DataSets;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack score</c>: answers obtained elsewhere become a run.</summary>
internal static class ScoreCommand
{
    /// <summary>More than this share of questions that have no reply is exit code 2, as in a sweep.</summary>
    private const double MostInvalid = 0.05;

    public static Command Create()
    {
        var command = new Command("score", "Scores answers obtained elsewhere to a data set of `haystack generate`: a run with the same outcomes, statistics and pictures as a sweep.");
        var data = new Option<string>("--data") { Description = "The data set, as `haystack generate` wrote it: JSON lines of its own, of inspect, or of lm-eval.", HelpName = "FILE", Required = true };
        var answers = new Option<string[]>("--answers") { Description = "The answers, one file or several: JSON lines {id, answer or response}, a batch service's output (OpenAI, Anthropic, Mistral, vLLM …), lm_eval's samples, or an inspect_ai log (.eval or JSON).", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "The run's directory.", HelpName = "PATH", Required = true };
        var name = new Option<string?>("--name") { Description = "The model's name in tables and pictures (default: the name of the first file of answers).", HelpName = "NAME" };
        foreach (var option in new Option[] { data, answers, output, name })
            command.Add(option);
        command.Runs((parsed, cancellationToken) =>
        {
            var files = parsed.GetValue(answers)!;
            return RunAsync(parsed.GetValue(data)!, files, parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(files[0]), parsed.GetValue(output)!, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string data, IReadOnlyList<string> answers, string model, string directory, CancellationToken cancellationToken)
    {
        var scored = await AnswerScoring.RunAsync(data, answers, model, directory, cancellationToken).ConfigureAwait(false);
        var run = RunReader.Read(directory, withTexts: true);
        await Console.Error.WriteLineAsync(SummaryTable.For(run, BrokenLines.ErrorColumns)).ConfigureAwait(false);
        foreach (var remark in RunRemarks.Of(run, directory))
            await Console.Error.WriteLineAsync($"haystack: {remark}").ConfigureAwait(false);
        await Console.Out.WriteLineAsync(RunFiles.DatabasePath(directory)).ConfigureAwait(false);
        foreach (var path in ReportSet.Write(run, directory, new PlotOptions(), cancellationToken))
            await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(IntakeTable.For(scored)).ConfigureAwait(false);
        return scored.Missing > 0 || scored.Failed + scored.Refused > MostInvalid * scored.Questions || Credibility.Of(run).Count > 0 ? ExitCodes.TooManyInvalid : ExitCodes.Done;
    }
}
