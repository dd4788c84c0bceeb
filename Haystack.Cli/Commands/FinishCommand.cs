using System.ComponentModel;
using System.Globalization;
using Haystack.Cli.Rendering;

namespace Haystack.Cli.Commands;

/// <summary>What the user wants run once a sweep has ended, however it ended.</summary>
internal static class FinishCommand
{
    /// <summary>Runs it in the system's shell, with HAYSTACK_RUN and HAYSTACK_EXIT_CODE; that it fails is told and changes nothing of the sweep.</summary>
    public static async Task RunAsync(string command, string directory, int exitCode)
    {
        var environment = new Dictionary<string, string> { ["HAYSTACK_RUN"] = directory, ["HAYSTACK_EXIT_CODE"] = exitCode.ToString(CultureInfo.InvariantCulture) };
        try
        {
            using var process = InstalledProgram.StartShell(command, environment)!;
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode != 0)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"haystack: --on-finish ended with exit code {process.ExitCode}")).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            await Console.Error.WriteLineAsync(TerminalText.CleanLine($"haystack: --on-finish cannot be run: {e.Message}")).ConfigureAwait(false);
        }
    }
}
