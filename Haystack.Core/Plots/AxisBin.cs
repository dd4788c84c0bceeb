namespace Haystack.Plots;

/// <summary>A column or row of a grid: one value, or a range where there are too many values to show each.</summary>
/// <param name="From">First value, in tokens.</param>
/// <param name="To">Last value, in tokens.</param>
/// <param name="Label">As shown.</param>
internal sealed record AxisBin(int From, int To, string Label)
{
    /// <summary>
    /// One bin a value, or, above <paramref name="most"/> values, one for each power of two in which values lie.
    /// </summary>
    public static IReadOnlyList<AxisBin> Of(IEnumerable<int> values, int most)
    {
        var distinct = values.Distinct().Order().ToArray();
        if (distinct.Length <= most)
            return [.. distinct.Select(v => new AxisBin(v, v, TokenText.Exact(v)))];
        return
        [
            .. distinct
                .GroupBy(v => v == 0 ? -1 : int.Log2(v))
                .Select(g => (From: g.Min(), To: g.Max()))
                .Select(g => new AxisBin(g.From, g.To, g.From == g.To
                    ? TokenText.Exact(g.From)
                    : $"{TokenText.Short(g.From)}–{TokenText.Short(g.To)}")),
        ];
    }
}
