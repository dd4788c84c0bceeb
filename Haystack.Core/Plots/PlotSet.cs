using Haystack.Analysis;
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
        return Write(RunFigures.Of(run), directory, options, cancellationToken);
    }

    /// <summary>Draws a heatmap of differences for each comparison.</summary>
    /// <inheritdoc cref="Write(RunData, string, PlotOptions, CancellationToken)"/>
    public static IReadOnlyList<string> WriteDifferences(
        IReadOnlyList<Comparison> comparisons, string directory, PlotOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        ArgumentNullException.ThrowIfNull(options);
        var names = PlotFileNames.For([.. comparisons.Select(c => $"{c.A}-to-{c.B}")]);
        return Write(
            comparisons.Select((c, i) => ($"difference-{names[i]}", (Func<byte[]>)(() => GridDrawing.Draw(DifferenceGrid.From(c, options.FewAnswers), options)))),
            directory, options, cancellationToken);
    }

    /// <summary>The same for a run whose figures are there.</summary>
    internal static IReadOnlyList<string> Write(RunFigures figures, string directory, PlotOptions options, CancellationToken cancellationToken) =>
        Write(Named(figures, options), directory, options, cancellationToken);

    private static IEnumerable<(string Name, Func<byte[]> Draw)> Named(RunFigures figures, PlotOptions options)
    {
        var names = PlotFileNames.For([.. figures.Run.Models.Select(m => m.Name)]);
        return Pictures(figures, options).Select(p => (p.Model is { } model ? $"{p.Kind}-{names[model]}" : p.Kind, p.Draw));
    }

    private static string[] Write(
        IEnumerable<(string Name, Func<byte[]> Draw)> pictures, string directory, PlotOptions options, CancellationToken cancellationToken)
    {
        Folder(directory);
        var extension = options.Format == PlotFormat.Svg ? "svg" : "png";
        // Pictures share nothing but the run; each is drawn by one thread.
        try
        {
            return [.. Drawn()];
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<HaystackException>().FirstOrDefault() is { } fault)
        {
            // One line, of the first picture that could not be drawn or written.
            throw new HaystackException(fault.Message, fault);
        }

        ParallelQuery<string> Drawn() => pictures.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.FullyBuffered).Select(picture =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(directory, $"{picture.Name}.{extension}");
            OutputFile.Write(path, picture.Draw());
            return path;
        });
    }

    /// <summary>Makes the folder that pictures go to, with its parents.</summary>
    private static void Folder(string directory)
    {
        if (File.Exists(directory))
            throw new HaystackException($"{directory} is a file: pictures go to a folder, name one");
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HaystackException($"the folder {directory} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Every picture that the run has data for: its kind, whose it is (null: of all models), and how it is drawn.</summary>
    internal static IEnumerable<(string Kind, int? Model, Func<byte[]> Draw)> Pictures(RunFigures figures, PlotOptions options)
    {
        var models = figures.Run.Models;
        var accuracy = AccuracyChart.From(figures);
        accuracy = accuracy with { Title = FindingSentence.Title(figures) };
        yield return ("accuracy", null, () => ChartDrawing.Draw(accuracy with { Captions = [.. accuracy.Captions, .. PlotCaptions.Standing(figures, models)] }, options));
        if (models.Count > 1 && figures.Cells.Count > 0)
            yield return ("side-by-side", null, () => SheetDrawing.Draw(ModelSheet.From(figures, options.FewAnswers), options));
        for (var i = 0; i < models.Count; i++)
        {
            var model = models[i];
            // A picture is posted without its report: what the answers rest on stands on each.
            var standing = PlotCaptions.Standing(figures, model);
            PlottedGrid Told(PlottedGrid grid) => grid with { Captions = [.. grid.Captions, .. standing] };
            // The finding is what a picture is posted for; whose it is and of how many answers stands below.
            string Whose(string subtitle) => $"{PlotCaptions.Title(model)} · {subtitle}";
            PlottedGrid Found(PlottedGrid grid) => grid with { Title = FindingSentence.Title(figures, model), Subtitle = Whose(grid.Subtitle) };
            yield return ("recall", i, () => GridDrawing.Draw(Found(Told(RecallGrid.From(model, figures.Cells, options.FewAnswers))), options));
            var depth = DepthGrid.From(model, figures.Trials.GetValueOrDefault(model.Name, []), options.FewAnswers);
            if (depth.Cells.Count > 0)
                yield return ("depth", i, () => GridDrawing.Draw(Told(depth) with { Title = PictureFindings.Depth(figures, model, depth), Subtitle = Whose(depth.Subtitle) }, options));
            var bars = OutcomeBars.From(model, figures.Cells);
            if (bars.Outcomes.Count > 0)
                yield return ("outcomes", i, () => BarDrawing.Draw(bars with { Title = PictureFindings.Outcomes(figures, model, bars), Subtitle = Whose(bars.Subtitle), Captions = [.. bars.Captions, .. standing] }, options));
            if (DecompositionChart.From(model, figures) is { } decomposition)
                yield return ("decomposition", i, () => ChartDrawing.Draw(decomposition with { Title = PictureFindings.Decomposition(figures, model), Subtitle = Whose(decomposition.Subtitle), Captions = [.. decomposition.Captions, .. standing] }, options));
            if (EffortChart.From(model, figures) is { } effort)
                yield return ("effort", i, () => ChartDrawing.Draw(effort with { Title = PictureFindings.Effort(figures, model), Subtitle = Whose(effort.Subtitle), Captions = [.. effort.Captions, .. standing] }, options));
        }
    }
}
