namespace Haystack.Statistics.Curves;

/// <summary>
/// Whether the answers themselves, as they were asked, are still above the mark at a distance. The curve holds length
/// and place fixed, and a model that loses facts by these has not kept them for who asks so far apart.
/// </summary>
internal static class KeptAsAsked
{
    /// <summary>It is taken to be kept where it is in so many draws of the documents: where it is not, 1 of 20 says it is.</summary>
    private const double Sure = 0.95;

    /// <summary>Whether it surely is.</summary>
    /// <param name="answers">Answered pair questions of one model, one or more.</param>
    /// <param name="keeps85">85% of the accuracy at the smallest distance; else half-way from there to chance.</param>
    /// <param name="tokens">The distance.</param>
    public static bool Is(IReadOnlyList<CurveObservation> answers, bool keeps85, int tokens)
    {
        int[] distances = [.. answers.Select(t => t.DistanceTokens).Distinct().Order()];
        double[] x = [.. distances.Select(d => CurveData.Doublings(d))];
        var chance = answers.Average(t => t.ChanceLevel);
        var documents = answers.GroupBy(t => t.Document, StringComparer.Ordinal)
            .Select(g => (Length: (double)g.First().ContextTokens, Counts: distances.Select(d => Count(g.Where(t => t.DistanceTokens == d))).ToArray())).ToArray();
        var (kept, draws) = (0, 0);
        foreach (var weights in DocumentDraws.Of([.. documents.Select(d => d.Length)]))
        {
            var (right, asked) = (new double[x.Length], new double[x.Length]);
            for (var g = 0; g < documents.Length; g++)
            {
                for (var k = 0; weights[g] > 0 && k < x.Length; k++)
                {
                    right[k] += weights[g] * documents[g].Counts[k].Right;
                    asked[k] += weights[g] * documents[g].Counts[k].Asked;
                }
            }

            int[] seen = [.. Enumerable.Range(0, x.Length).Where(k => asked[k] > 0)];
            var curve = new MonotoneCurve([.. seen.Select(k => x[k])], [.. seen.Select(k => right[k] / asked[k])], [.. seen.Select(k => asked[k])]);
            var near = right[seen[0]] / asked[seen[0]];
            draws++;
            kept += curve.AccuracyAt(tokens) >= (keeps85 ? 0.85 * near : (near + chance) / 2) ? 1 : 0;
        }

        return kept >= Sure * draws;
    }

    private static (int Right, int Asked) Count(IEnumerable<CurveObservation> rows) =>
        rows.Aggregate((Right: 0, Asked: 0), (sum, t) => (sum.Right + (t.Success ? 1 : 0), sum.Asked + 1));
}
