namespace Haystack.Plots;

/// <summary>Keeps marks whose intervals would lie on one another apart: the later one moves up or down a little.</summary>
internal static class MarkPlaces
{
    /// <summary>A share of the axis that is a little more than a mark's height.</summary>
    private const double Step = 0.045;

    /// <summary>The marks of the series that have one, in their order, at the heights at which they are drawn.</summary>
    public static IReadOnlyList<(PlottedSeries Series, PlottedMark Mark)> Apart(IEnumerable<PlottedSeries> series)
    {
        var placed = new List<(PlottedSeries Series, PlottedMark Mark)>();
        foreach (var one in series)
        {
            if (one.Mark is { } mark)
                placed.Add((one, Lanes(mark).First(lane => placed.All(p => !Touch(p.Mark, lane)))));
        }

        return placed;
    }

    // Where it belongs, then a step up, a step down, two steps up …
    private static IEnumerable<PlottedMark> Lanes(PlottedMark mark)
    {
        yield return mark;
        for (var i = 1; ; i++)
        {
            yield return mark with { Value = mark.Value + i * Step };
            yield return mark with { Value = mark.Value - i * Step };
        }
    }

    private static bool Touch(PlottedMark a, PlottedMark b) =>
        Math.Abs(a.Value - b.Value) < Step * 0.99 && a.Low <= (b.High ?? double.PositiveInfinity) && b.Low <= (a.High ?? double.PositiveInfinity);
}
