namespace Haystack.Plots;

/// <summary>Both heatmaps of every model on one sheet, on the same axes, before drawing.</summary>
internal sealed record ModelSheet
{
    /// <summary>What is shown.</summary>
    public required string Title { get; init; }

    /// <summary>Of how many answers.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Lines beneath.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>In the order of the run.</summary>
    public required IReadOnlyList<SheetTile> Tiles { get; init; }

    /// <summary>All models of a run.</summary>
    public static ModelSheet From(RunFigures figures, int fewAnswers)
    {
        var models = figures.Run.Models;
        var singles = figures.Trials.Values.SelectMany(t => t).Where(DepthGrid.IsSingle).Select(t => t.ContextTokens).Distinct().ToArray();
        var tiles = models.Select(m => new SheetTile(
            PlotCaptions.Title(m),
            FindingSentence.Below(figures, m),
            RecallGrid.From(m, figures.Cells, fewAnswers, shared: true),
            DepthGrid.From(m, figures.Trials.GetValueOrDefault(m.Name, []), fewAnswers, singles))).ToArray();
        var unit = PlotCaptions.Tokens(models);
        string[] captions =
        [
            $"Left of each pair: both facts combined; across, the {unit} between them, upwards the length in {unit}. Right: single facts found, the needle test; across the length, downwards the place in the document.",
            $"Figures are per cent right. Blank: nothing asked. Hatched: fewer than {fewAnswers} answers. Outlined: no answers among what was asked.",
            PlotCaptions.Ambiguous(figures.Cells),
            PlotCaptions.Invalid(figures.Cells),
            .. PlotCaptions.Standing(figures, models),
        ];
        return new ModelSheet
        {
            Title = FindingSentence.Title(figures),
            Subtitle = $"{models.Count} models side by side · {PlotCaptions.Pooled(figures.Cells)} · n = {TokenText.Count(figures.Cells.Sum(c => c.Accuracy.Total))} · {figures.Run.Name}",
            Captions = [.. captions.Where(c => c.Length > 0)],
            Tiles = tiles,
        };
    }
}
