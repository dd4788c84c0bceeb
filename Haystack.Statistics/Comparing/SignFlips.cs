using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Comparing;

/// <summary>
/// The exact test of "neither side is better" over documents (R. A. Fisher's randomisation test, The Design of
/// Experiments, 1935): if the sides are alike, each document's gain is as likely the other way round. All 2ᴳ ways are
/// counted, so it holds for any number of documents, and however alike the answers about one document are. With one
/// answer a document it is McNemar's exact test.
/// </summary>
internal static class SignFlips
{
    /// <summary>With more documents that differ the normal distribution is as good, and much cheaper.</summary>
    private const int MostExact = 400;

    /// <summary>The two-sided p-value of documents whose right answers on one side exceed the other's by <paramref name="gains"/>.</summary>
    public static double P(IEnumerable<int> gains)
    {
        int[] sizes = [.. gains.Where(g => g != 0)];
        var (total, reach) = (Math.Abs(sizes.Sum()), sizes.Sum(Math.Abs));
        if (total == 0)
            return 1;

        if (sizes.Length > MostExact)
            return 2 * Normal.CDF(0, 1, -total / Math.Sqrt(sizes.Sum(s => (double)s * s)));

        // The chance of each total, from −reach to reach.
        var chances = new double[2 * reach + 1];
        chances[reach] = 1;
        foreach (var size in sizes.Select(Math.Abs))
        {
            var next = new double[chances.Length];
            for (var i = size; i < chances.Length - size; i++)
            {
                next[i - size] += chances[i] / 2;
                next[i + size] += chances[i] / 2;
            }

            chances = next;
        }

        var tail = 0.0;
        for (var i = reach + total; i < chances.Length; i++)
            tail += chances[i];
        return Math.Min(1, 2 * tail);
    }
}
