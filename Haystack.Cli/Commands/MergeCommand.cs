using System.CommandLine;
using System.Globalization;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack merge</c>: runs of the same plan become one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var command = new Command("merge", "Puts runs of the same plan together, such as one for each model or machine: trials that several have are taken from the first. The runs stay as they are.");
        var runs = new Argument<string[]>("RUN") { Description = "The runs: directories, or names under runs/.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The merged run's directory; merging into it again adds what has come since.", HelpName = "PATH", Required = true };
        command.Add(runs);
        command.Add(output);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetValue(output)!;
            var merged = await RunMerge.RunAsync([.. parsed.GetValue(runs)!.Select(RunArgument.Resolve)], target, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{merged.Runs} runs, {merged.Read} trials in all; {merged.Added} added, {merged.Finished} finished trials in the merged run")).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(RunFiles.DatabasePath(target)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
