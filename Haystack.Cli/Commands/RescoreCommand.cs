using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haystack.Cli.Rendering;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack rescore</c>: stored replies read again by this version.</summary>
internal static class RescoreCommand
{
    private const int MostListed = 20;

    public static Command Create()
    {
        var command = new Command("rescore", "Reads every stored reply of a run again with this version's scoring and stores the outcomes; needs no model. Replies are never changed.");
        var run = RunArgument.Create();
        var dry = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing." };
        var json = new Option<bool>("--json") { Description = "Print the changed trials as JSON lines." };
        command.Add(run);
        command.Add(dry);
        command.Add(json);
        var longest = LongestOption.Create();
        command.Add(longest);
        command.Runs((parsed, cancellationToken) =>
            RunAsync(RunArgument.Resolve(parsed.GetValue(run)!), parsed.GetValue(dry), parsed.GetValue(json), LongestOption.Read(parsed.GetValue(longest)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string directory, bool dry, bool json, int mostTokens, CancellationToken cancellationToken)
    {
        var run = RunReader.Read(directory, withTexts: true);
        var changed = Rescoring.Of(run, mostTokens, cancellationToken);
        // A rescore that was killed while it closed the store had changed all, and left its log.
        if (!dry && (changed.Count > 0 || RunFiles.HasLog(directory)))
        {
            var store = RunStore.Open(directory, run.Manifest);
            await using var open = store.ConfigureAwait(false);
            if (changed.Count > 0)
                await store.PutScoresAsync([.. changed.Select(c => c.After)], SweepManifest.ToolVersion).ConfigureAwait(false);
        }

        if (json)
        {
            foreach (var (before, after) in changed)
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { key = before.Key, outcome_before = before.Outcome.ToText(), outcome = after.Outcome.ToText(), answer_before = before.Answer, answer = after.Answer })).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        foreach (var line in Lines(run, changed, dry))
            await Console.Out.WriteLineAsync(TerminalText.CleanLine(line)).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static IEnumerable<string> Lines(RunData run, IReadOnlyList<RescoredTrial> changed, bool dry)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{changed.Count} of {run.Trials.Count} trials {(dry ? "would be" : "are")} read otherwise");
        foreach (var kind in changed.GroupBy(c => (c.Before.Outcome, c.After.Outcome)).OrderByDescending(g => g.Count()))
        {
            var (before, after) = (kind.Key.Item1.ToText(), kind.Key.Item2.ToText());
            yield return string.Create(CultureInfo.InvariantCulture, $"  {kind.Count(),6}  {(before == after ? $"{before}, another answer" : $"{before} → {after}")}");
        }

        foreach (var (before, after) in changed.Take(MostListed))
            yield return $"  {before.Key[..Math.Min(12, before.Key.Length)]}  {before.Outcome.ToText()} '{before.Answer}' → {after.Outcome.ToText()} '{after.Answer}'";
        if (changed.Count > MostListed)
            yield return string.Create(CultureInfo.InvariantCulture, $"  … and {changed.Count - MostListed} more (--json lists all)");
        if (changed.Count > 0 && !dry)
            yield return $"pictures and reports beside the run are older than this: haystack plot {run.Name}; haystack report {run.Name}";
    }
}
