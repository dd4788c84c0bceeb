namespace Haystack.Statistics;

/// <summary>Step-down adjustment of several p-values (S. Holm, Scandinavian Journal of Statistics 6, 1979).</summary>
internal static class Holm
{
    /// <summary>The adjusted p-values, in the order given: comparing each with α keeps the chance of any false finding at α.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double[pValues.Count];
        var running = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = running;
        }

        return adjusted;
    }
}
