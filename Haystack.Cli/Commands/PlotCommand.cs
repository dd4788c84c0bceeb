using System.CommandLine;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack plot</c>: draws a stored run again.</summary>
internal static class PlotCommand
{
    public static Command Create()
    {
        var command = new Command("plot", "Draws the pictures of a stored run; needs no model.");
        var run = RunArgument.Create();
        var output = new Option<string?>("--out") { Description = "Where to write them (default: the run's directory).", HelpName = "PATH" };
        command.Add(run);
        command.Add(output);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(run)!);
            var data = RunReader.Read(directory);
            foreach (var path in PlotSet.Write(data, parsed.GetValue(output) ?? directory, new PlotOptions(), cancellationToken))
                await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
