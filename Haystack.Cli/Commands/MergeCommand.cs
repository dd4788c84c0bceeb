using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack merge</c>: runs of the same plan become one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var command = new Command("merge", "Puts runs of the same plan together, such as the shards of a sweep, or one run for each model or machine. Their order, and merging again, changes nothing; the runs stay as they are. A shard that is missing is named with the command that makes it, and the exit code is 2.");
        var runs = new Argument<string[]>("RUN") { Description = "The runs: directories, or names under runs/; a directory of shards stands for all of them.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The merged run's directory; merging into it again adds what has come since.", HelpName = "PATH", Required = true };
        command.Add(runs);
        command.Add(output);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetValue(output)!;
            var merged = await RunMerge.RunAsync([.. parsed.GetValue(runs)!.SelectMany(RunArgument.ResolveAll)], target, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{merged.Runs} runs, {merged.Read} trials in all; {merged.Added} added, {merged.Finished} finished trials in the merged run")).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(RunFiles.DatabasePath(target)).ConfigureAwait(false);
            if (merged.Missing.Count == 0)
                return ExitCodes.Done;
            var manifest = RunReader.ReadManifest(target);
            foreach (var missing in merged.Missing)
            {
                var state = missing.Trials is { } trials
                    ? string.Create(CultureInfo.InvariantCulture, $"has {missing.Finished:N0} of its {trials:N0} trials")
                    : "is missing";
                await Console.Error.WriteLineAsync(TerminalText.CleanLine($"shard {missing.Shard} {state}: {SweepArguments.Of(manifest, missing)}")).ConfigureAwait(false);
            }

            return ExitCodes.TooManyInvalid;
        });
        return command;
    }
}
