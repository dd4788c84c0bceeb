using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Reports;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack runs prune</c>: removes old runs, and nothing without being told twice.</summary>
internal static class RunsPrune
{
    public static Command Create()
    {
        var command = new Command("prune", "Removes old runs: says which, and does it with --yes. A run that is being written stays, and one with files in it that are no run's.");
        var folder = new Argument<string>("FOLDER") { Description = "Where the runs are.", DefaultValueFactory = _ => RunArgument.Folder };
        var keep = new Option<int?>("--keep") { HelpName = "N", Description = "Keep the N runs written last." };
        var days = new Option<int?>("--older-than") { HelpName = "DAYS", Description = "Remove only runs that were last written more than so many days ago." };
        var yes = new Option<bool>("--yes") { Description = "Remove them." };
        command.Add(folder);
        foreach (var option in new Option[] { keep, days, yes })
            command.Add(option);
        command.Runs(async (parsed, _) =>
        {
            if (parsed.GetValue(keep) is null && parsed.GetValue(days) is null)
                throw new HaystackException("say which runs stay: --keep N, --older-than DAYS, or both");
            if (parsed.GetValue(keep) < 0 || parsed.GetValue(days) < 0)
                throw new HaystackException("--keep and --older-than take 0 or more");
            var chosen = Chosen(parsed.GetValue(folder)!, parsed.GetValue(keep) ?? 0, parsed.GetValue(days) is { } d ? TimeProvider.System.GetUtcNow().AddDays(-d) : null);
            foreach (var directory in chosen.ToList())
            {
                if (RunFolder.OthersIn(directory) is not [var other, ..] others)
                    continue;
                chosen.Remove(directory);
                await Console.Error.WriteLineAsync($"{TerminalText.CleanLine(directory)} stays: {TerminalText.CleanLine(other)}{(others.Count > 1 ? $" and {others.Count - 1} more" : "")} in it is no run's").ConfigureAwait(false);
            }

            var bytes = chosen.Sum(RunFiles.Size);
            foreach (var directory in chosen)
            {
                if (parsed.GetValue(yes))
                    RunFolder.Remove(directory);
                await Console.Out.WriteLineAsync(TerminalText.CleanLine(directory)).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"{Counted.Of(chosen.Count, "run")}, {bytes / 1e6:0.0} MB, {(parsed.GetValue(yes) ? "removed" : chosen.Count > 0 ? "would be removed: --yes does it" : "to remove")}").ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Beyond the newest, and older than a time; none that a sweep holds.</summary>
    private static List<string> Chosen(string folder, int keep, DateTimeOffset? before) =>
        [.. RunListing.Directories(folder).Skip(keep).Where(d => (before is null || RunFiles.LastWritten(d) < before) && !RunLock.IsHeld(d))];
}
