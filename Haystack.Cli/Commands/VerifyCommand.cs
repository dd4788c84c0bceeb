using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack verify</c>: whether a stored run is what was stored.</summary>
internal static class VerifyCommand
{
    private const int MostNamed = 20;

    public static Command Create()
    {
        var command = new Command("verify", "Holds every row of a stored run against its seal, and prints the seal of the whole: what to publish beside results.");
        var run = RunArgument.Create();
        command.Add(run);
        command.Runs(async (parsed, _) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(run)!);
            if (RunReader.Verify(directory, MostNamed) is not { } found)
                throw new HaystackException($"{directory} has no seals: an earlier version made it, and whether it is as it was stored cannot be told");
            if (found.Wrong.Count > 0)
            {
                foreach (var line in found.Wrong)
                    await Console.Error.WriteLineAsync(TerminalText.CleanLine(line)).ConfigureAwait(false);
                throw new HaystackException($"{directory} has changed since it was written{(found.Wrong.Count == MostNamed ? "; more than these rows may have" : "")}");
            }

            var data = RunReader.Read(directory);
            await Console.Out.WriteLineAsync(found.Seal).ConfigureAwait(false);
            var late = data.Manifest.ContainsKey(RunManifest.InformationPrefix + "sealed_as_found") ? "; what an earlier version had stored is sealed as it was found" : "";
            await Console.Error.WriteLineAsync(TerminalText.CleanLine(string.Create(CultureInfo.InvariantCulture,
                $"{data.Name}: {Counted.Of(data.Trials.Count + data.ColdTrials.Count, "trial")}, {Counted.Of(data.Documents.Count, "document")} and {Counted.Of(data.Models.Count, "model")} are as they were stored{late}"))).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
