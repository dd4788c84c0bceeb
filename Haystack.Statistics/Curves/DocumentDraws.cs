namespace Haystack.Statistics.Curves;

/// <summary>Whole documents drawn again, each from those of its context length: how often each counts in a draw.</summary>
internal static class DocumentDraws
{
    private const int Draws = 200;

    /// <summary>The draws, the same for the same documents; the array is reused between them.</summary>
    /// <param name="lengths">The context length of each document.</param>
    public static IEnumerable<int[]> Of(IReadOnlyList<double> lengths)
    {
        var strata = Enumerable.Range(0, lengths.Count).GroupBy(g => lengths[g]).OrderBy(s => s.Key).Select(s => s.ToArray()).ToArray();
        var stream = new Seed(1).Derive("documents").Stream();
        var weights = new int[lengths.Count];
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(weights);
            foreach (var stratum in strata)
            {
                for (var i = 0; i < stratum.Length; i++)
                    weights[stratum[stream.Next(stratum.Length)]]++;
            }

            yield return weights;
        }
    }
}
