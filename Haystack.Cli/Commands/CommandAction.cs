using System.CommandLine;
using Haystack.Cli.Rendering;

namespace Haystack.Cli.Commands;

/// <summary>Runs a command's work: mistakes print one line, bugs print their stack.</summary>
internal static class CommandAction
{
    /// <summary>Sets what a command does.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await work(parsed, cancellationToken).ConfigureAwait(false);
            }
            catch (HaystackException e)
            {
                await Console.Error.WriteLineAsync($"haystack: {TerminalText.Clean(e.Message)}").ConfigureAwait(false);
                return ExitCodes.Usage;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("haystack: stopped").ConfigureAwait(false);
                return ExitCodes.Stopped;
            }
            catch (Exception e) when (e is (IOException and not EndOfStreamException) or UnauthorizedAccessException)
            {
                // The surroundings: a disk that is full, read-only or gone.
                await Console.Error.WriteLineAsync($"haystack: {TerminalText.CleanLine(e.Message)}").ConfigureAwait(false);
                return ExitCodes.Usage;
            }
            catch (Exception e) when (e is not HaystackException)
            {
                await Console.Error.WriteLineAsync($"haystack: internal error, please report it: {TerminalText.Clean(e.ToString())}").ConfigureAwait(false);
                return ExitCodes.Usage;
            }
        });

    /// <summary>Sets what a command does, without waiting for anything.</summary>
    public static void Runs(this Command command, Func<ParseResult, int> work) =>
        command.Runs((parsed, _) => Task.FromResult(work(parsed)));
}
