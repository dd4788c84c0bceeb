using System.Globalization;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Sweeping;
using Spectre.Console;
using Spectre.Console.Rendering;
using TokenText = Haystack.Plots.TokenText;

namespace Haystack.Cli.Rendering;

/// <summary>A small heatmap of the model that is asked, which fills up below the bars: per cent right by length and distance.</summary>
internal sealed class LiveHeatmap
{
    private const int CellWidth = 4;
    private const int LabelWidth = 6;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Model, int Context, int Distance), Proportion> _cells = [];
    private string? _model;

    /// <summary>Takes note of a trial; what is no answer to the pair question stands in no cell.</summary>
    public void Add(TrialFinished trial)
    {
        lock (_lock)
        {
            _model = trial.Model;
            if (trial is not { Arm: Arm.Pair, IsCold: false, DistanceTokens: { } distance } || !trial.Outcome.IsAnswer())
                return;
            var cell = (trial.Model, trial.ContextTokens, distance);
            _cells[cell] = _cells.GetValueOrDefault(cell) + new Proportion(trial.Outcome == Outcome.Correct ? 1 : 0, 1);
        }
    }

    /// <summary>The bars with the heatmap below them; without it where it has no room.</summary>
    /// <param name="bars">What stands above.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Lines that are free below the bars.</param>
    public IRenderable Below(IRenderable bars, int width, int height)
    {
        lock (_lock)
        {
            var lines = Lines(width);
            return lines.Count == 0 || lines.Count > height ? bars : new Rows([bars, .. lines]);
        }
    }

    private List<IRenderable> Lines(int width)
    {
        var cells = _cells.Where(c => c.Key.Model == _model).ToArray();
        var distances = cells.Select(c => c.Key.Distance).Distinct().Order().ToArray();
        if (distances.Length == 0 || LabelWidth + CellWidth * distances.Length >= width)
            return [];
        var lines = new List<IRenderable> { new Text(Head(distances)) };
        foreach (var row in cells.GroupBy(c => c.Key.Context).OrderByDescending(g => g.Key))
        {
            var line = new Paragraph($"{TokenText.Exact(row.Key),LabelWidth - 1} ");
            var of = row.ToDictionary(c => c.Key.Distance, c => c.Value);
            foreach (var distance in distances)
            {
                if (of.TryGetValue(distance, out var share))
                    line.Append($"{TokenText.Percent(share).TrimEnd('%'),CellWidth - 1} ", Look(share));
                else
                    line.Append(new string(' ', CellWidth));
            }

            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Distances over their columns; one that is wider than a column takes the place of the next.</summary>
    private static string Head(int[] distances)
    {
        var head = $"{"",LabelWidth}";
        for (var i = 0; i < distances.Length; i++)
        {
            var label = TokenText.Exact(distances[i]);
            var end = LabelWidth + CellWidth * (i + 1) - 1;
            if (end - label.Length >= head.TrimEnd().Length + (i == 0 ? 0 : 1))
                head = head.TrimEnd().PadRight(end - label.Length) + label;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{head}  % right by distance and length");
    }

    private static Style Look(Proportion share)
    {
        var back = ColourScale.Share(share.Value!.Value);
        var ink = ColourScale.InkOn(back);
        return new Style(new Color(ink.Red, ink.Green, ink.Blue), new Color(back.Red, back.Green, back.Blue));
    }
}
