using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack config</c>: which settings files have authority.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "The settings file (default haystack.yaml)." };
        var trust = new Command("trust", "Lets a settings file that is found in the working directory name servers, keys, paths and outputs, as long as it stays as it is. Prints what it sets.") { file };
        trust.Runs(async (parsed, _) =>
        {
            foreach (var setting in SettingsFile.Trust(parsed.GetValue(file)))
                await Console.Out.WriteLineAsync(TerminalText.CleanLine(setting)).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("trusted as it is now; a change of the file ends that").ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return new Command("config", "Settings files and their authority.") { trust };
    }
}
