using System.CommandLine;
using System.Globalization;
using Haystack.Analysis;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack sweep</c>: the main job.</summary>
internal static class SweepCommand
{
    /// <summary>More than this share of trials that are not answers is exit code 2.</summary>
    private const double MostInvalid = 0.05;

    public static Command Create()
    {
        var command = new Command("sweep", "Plants facts, asks models, scores, and plots accuracy against distance. Resumes where it was stopped.");
        var settings = new SweepSettings(command);
        var shards = new ShardSettings(command);
        var ui = new Option<string?>("--ui") { Description = "live, plain or none (default: live on a terminal, else plain).", HelpName = "HOW" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, like `haystack plan`, and do nothing." };
        var anyway = new Option<bool>("--anyway") { Description = "Sweep a model too that could not answer the dry question, and go on where nearly nothing that it says can be read." };
        var every = new Option<string>("--progress-every") { Description = "With --ui plain: time from one line of progress to the next.", HelpName = "TIME", DefaultValueFactory = _ => "5s" };
        var finish = new Option<string?>("--on-finish") { Description = "Run this command in the shell at the end, with HAYSTACK_RUN (the run's directory) and HAYSTACK_EXIT_CODE.", HelpName = "CMD" };
        command.Add(ui);
        command.Add(finish);
        command.Add(every);
        command.Add(dryRun);
        command.Add(anyway);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var options = shards.Read(parsed, settings.Read(parsed)) with { Anyway = parsed.GetValue(anyway) };
            if (options.Shard is { } shard)
                await Console.Error.WriteLineAsync($"shard {shard}: the other shards are done elsewhere, and `haystack merge` puts all together").ConfigureAwait(false);
            await SentNotice.WriteAsync(options).ConfigureAwait(false);
            if (parsed.GetValue(dryRun))
                return await PlanCommand.ShowAsync(options, json: false, cancellationToken).ConfigureAwait(false);
            var view = ProgressViews.For(parsed.GetValue(ui) ?? (ErrorVolume.IsQuiet ? "none" : null), Duration.Parse(parsed.GetValue(every)!));
            using var signals = new StopSignals(view.Tell);
            var end = await view.ShowAsync(SweepDetails.Told(Sweep.RunAsync(options, signals.Drain, signals.Stop))).ConfigureAwait(false);
            var code = await FinishAsync(end, TypedCommand.Of(parsed)).ConfigureAwait(false);
            if (parsed.GetValue(finish) is { } then)
                await FinishCommand.RunAsync(then, end.Directory, code).ConfigureAwait(false);
            return code;
        });
        return command;
    }

    private static async Task<int> FinishAsync(SweepFinished end, string typed)
    {
        var run = RunReader.ReadForReport(end.Directory, withTexts: true);
        await Console.Error.WriteLineAsync(SummaryTable.For(run, BrokenLines.ErrorColumns)).ConfigureAwait(false);
        foreach (var remark in RunRemarks.Of(run, end.Directory))
            await Console.Error.WriteLineAsync($"haystack: {remark}").ConfigureAwait(false);
        if (run.Trials.Count > 0)
        {
            var figures = RunFigures.Of(run);
            foreach (var model in run.Models)
                await Console.Error.WriteLineAsync(TerminalText.CleanLine($"{FindingSentence.Of(figures, model)} (D50 {DistanceText.D50(figures.Fits.GetValueOrDefault(model.Name), model)})")).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(TerminalText.CleanLine($"next: haystack report {end.Directory} · haystack show {end.Directory} · open {Path.Combine(end.Directory, HtmlReport.FileName)}")).ConfigureAwait(false);
        }

        await Console.Out.WriteLineAsync(RunFiles.DatabasePath(end.Directory)).ConfigureAwait(false);
        if (run.Trials.Count > 0)
        {
            foreach (var path in ReportSet.Write(run, end.Directory, new PlotOptions(), CancellationToken.None))
                await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
        }

        var caches = CacheControl.Of(run).Where(c => c.Finding != CacheFinding.NotChecked).ToArray();
        foreach (var cache in caches)
            await Console.Error.WriteLineAsync(TerminalText.CleanLine($"{cache.Model}: prefix cache: {cache.Text}")).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"spent: {ProgressCount.Span(end.Elapsed)}, {end.Tokens:N0} tokens of prompts and replies")).ConfigureAwait(false);
        if (end.Reason is { } reason)
            await Console.Error.WriteLineAsync(TerminalText.CleanLine($"haystack: {reason}{(end.End == SweepEnd.Stopped ? $": {typed}" : "")}")).ConfigureAwait(false);
        if (end.Invalid > 0)
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{end.Invalid} of {end.Finished} trials are not answers (truncated, invalid or failed) and count as nothing: see `haystack report {end.Directory}`")).ConfigureAwait(false);
        return end.End switch
        {
            SweepEnd.Stopped => ExitCodes.Stopped,
            SweepEnd.GivenUp => ExitCodes.TooManyInvalid,
            _ => end.Invalid > MostInvalid * end.Trials || caches.Any(c => c.Finding == CacheFinding.ChangesAnswers) || Credibility.Of(run).Count > 0 ? ExitCodes.TooManyInvalid : ExitCodes.Done,
        };
    }
}
