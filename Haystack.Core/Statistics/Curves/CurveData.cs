namespace Haystack.Statistics.Curves;

/// <summary>
/// Observations counted into covariate patterns: the likelihood needs nothing else, and 100,000 trials have a few
/// thousand patterns. Beside them stands which document contributed how much to each pattern.
/// </summary>
internal sealed class CurveData
{
    /// <summary>Midpoints are rounded to this share of the document: far finer than any position effect.</summary>
    private const double PositionStep = 0.02;

    private CurveData(IReadOnlyList<CurveObservation> observations)
    {
        Trials = observations.Count;
        Successes = observations.Count(o => o.Success);
        MeanChance = observations.Average(o => o.ChanceLevel);
        MaxDistance = observations.Max(o => o.DistanceTokens);
        MinDistance = observations.Min(o => o.DistanceTokens);

        var patterns = new Dictionary<(int Distance, int Context, int Position, double Chance), int>();
        var documents = new Dictionary<string, int>(StringComparer.Ordinal);
        var shares = new Dictionary<(int Document, int Pattern), (int N, int K)>();
        foreach (var o in observations)
        {
            var key = (o.DistanceTokens, o.ContextTokens, (int)Math.Round(o.Position / PositionStep), o.ChanceLevel);
            if (!patterns.TryGetValue(key, out var pattern))
                patterns.Add(key, pattern = patterns.Count);
            if (!documents.TryGetValue(o.Document, out var document))
                documents.Add(o.Document, document = documents.Count);
            var (n, k) = shares.GetValueOrDefault((document, pattern));
            shares[(document, pattern)] = (n + 1, k + (o.Success ? 1 : 0));
        }

        Documents = documents.Count;
        Shares = [.. shares.Select(s => new CurveShare(s.Key.Document, s.Key.Pattern, s.Value.N, s.Value.K))
            .OrderBy(s => s.Document).ThenBy(s => s.Pattern)];
        N = new double[patterns.Count];
        K = new double[patterns.Count];
        foreach (var share in Shares)
        {
            N[share.Pattern] += share.N;
            K[share.Pattern] += share.K;
        }

        Distances = [.. patterns.Keys.Select(p => p.Distance)];
        Chance = [.. patterns.Keys.Select(p => p.Chance)];
        X = [.. Distances.Select(d => Doublings(d))];
        Length = [.. patterns.Keys.Select(p => Math.Log2(Math.Max(1, p.Context)))];
        Position = [.. patterns.Keys.Select(p => p.Position * PositionStep)];
    }

    /// <summary>Answers in all.</summary>
    public int Trials { get; }

    /// <summary>Right ones among them.</summary>
    public int Successes { get; }

    /// <summary>Distinct documents.</summary>
    public int Documents { get; }

    /// <summary>The mean of γ over the answers.</summary>
    public double MeanChance { get; }

    /// <summary>The largest distance tested, in tokens.</summary>
    public int MaxDistance { get; }

    /// <summary>The smallest distance tested, in tokens.</summary>
    public int MinDistance { get; }

    /// <summary>Answers of each pattern.</summary>
    public double[] N { get; }

    /// <summary>Right answers of each pattern.</summary>
    public double[] K { get; }

    /// <summary>The distance of each pattern, in tokens.</summary>
    public int[] Distances { get; }

    /// <summary>log2(1 + d) of each pattern.</summary>
    public double[] X { get; }

    /// <summary>log2 L of each pattern.</summary>
    public double[] Length { get; }

    /// <summary>The midpoint of each pattern, 0–1.</summary>
    public double[] Position { get; }

    /// <summary>γ of each pattern.</summary>
    public double[] Chance { get; }

    /// <summary>What each document contributed, sorted by document.</summary>
    public CurveShare[] Shares { get; }

    /// <summary>log2(1 + d): the scale on which distance acts.</summary>
    public static double Doublings(double distanceTokens) => Math.Log2(1 + distanceTokens);

    /// <summary>The inverse of <see cref="Doublings"/>.</summary>
    public static double Tokens(double doublings) => Math.Pow(2, doublings) - 1;

    /// <summary>Counts <paramref name="observations"/>; null where there are none.</summary>
    public static CurveData? From(IReadOnlyList<CurveObservation> observations) =>
        observations.Count == 0 ? null : new CurveData(observations);
}
