using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>All pictures of a run.</summary>
public static class PlotSet
{
    /// <summary>
    /// Draws every picture that the run has data for. The same run and options give the same bytes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">Where the pictures go; made if it is not there. Each file appears whole or not at all.</param>
    /// <param name="options">Size, theme and format.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>The paths of the pictures, in the order drawn; the first compares all models.</returns>
    public static IReadOnlyList<string> Write(RunData run, string directory, PlotOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(directory);
        var written = new List<string>();
        foreach (var (name, draw) in Pictures(run, options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(directory, $"{name}.{(options.Format == PlotFormat.Svg ? "svg" : "png")}");
            AtomicFile.Write(path, draw());
            written.Add(path);
        }

        return written;
    }

    private static IEnumerable<(string Name, Func<byte[]> Draw)> Pictures(RunData run, PlotOptions options)
    {
        var cells = CellTable.From(run.Trials);
        var names = PlotFileNames.For([.. run.Models.Select(m => m.Name)]);
        yield return ("accuracy", () => ChartDrawing.Draw(AccuracyChart.From(run, cells), options));
        for (var i = 0; i < run.Models.Count; i++)
        {
            var model = run.Models[i];
            yield return ($"recall-{names[i]}", () => GridDrawing.Draw(RecallGrid.From(model, cells, options.FewAnswers), options));
            var depth = DepthGrid.From(model, run.Trials, options.FewAnswers);
            if (depth.Cells.Count > 0)
                yield return ($"depth-{names[i]}", () => GridDrawing.Draw(depth, options));
        }
    }
}
