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
        var width = new Option<int?>("--width") { Description = "Pixels across, 900 to 2400 (default 1400).", HelpName = "PIXELS" };
        var dark = new Option<bool>("--dark") { Description = "Light on dark." };
        var svg = new Option<bool>("--svg") { Description = "SVG, not PNG." };
        command.Add(run);
        foreach (var option in new Option[] { output, width, dark, svg })
            command.Add(option);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(run)!);
            var data = RunArgument.ReadForReport(directory);
            RequireTrials(data);
            var defaults = new PlotOptions();
            var options = new PlotOptions
            {
                Width = parsed.GetValue(width) ?? defaults.Width,
                Dark = parsed.GetValue(dark),
                Format = parsed.GetValue(svg) ? PlotFormat.Svg : PlotFormat.Png,
            };
            foreach (var path in PlotSet.Write(data, parsed.GetValue(output) ?? directory, options, cancellationToken))
                await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Pictures of nothing are a mistake.</summary>
    /// <exception cref="HaystackException">The run has no trial.</exception>
    internal static void RequireTrials(RunData run)
    {
        if (run.Trials.Count == 0)
            throw new HaystackException($"run '{run.Name}' has no trials to draw");
    }
}
