namespace Haystack.Statistics.Curves;

/// <summary>
/// How much of finding facts alone shows in the pair question. A fact that a model does not find where it stands may be
/// lost in every question about it (then place tells all, or, among chains whose facts were both found, nothing), or be
/// found by the one and not by the other: the answers choose.
/// </summary>
internal sealed class FoundWeights
{
    /// <summary>Where the chance of finding differs less between chains, place can be left out.</summary>
    private const double LeastRange = 0.05;

    /// <summary>
    /// Log-likelihood that place has to gain: what one parameter gains by chance (H. Akaike, 1974). Taken whenever it
    /// gains anything, it claims a part of luck as known, and intervals came out too narrow.
    /// </summary>
    private const double LeastGain = 1;

    private static readonly double[] Weights = [0, 0.5, 1];

    private FoundWeights(CurveData data, CurveFit? fit, CurveData[] others) => (Data, Fit, Others) = (data, fit, others);

    /// <summary>The data with the weight under which a curve makes them likeliest.</summary>
    public CurveData Data { get; }

    /// <summary>That curve, where one was fitted to tell.</summary>
    public CurveFit? Fit { get; }

    /// <summary>The same answers with the other weights.</summary>
    public IReadOnlyList<CurveData> Others { get; }

    /// <summary>Chooses; null where there are no answers.</summary>
    public static FoundWeights? Best(IReadOnlyList<CurveObservation> observations, double foundInMiddle, double maxLapse)
    {
        if (CurveData.From(observations) is not { } without)
            return null;
        if (!without.KnowsFound || without.MinDistance == without.MaxDistance
            || observations.Max(o => o.Found!.Value) - observations.Min(o => o.Found!.Value) < LeastRange)
        {
            return new FoundWeights(without, null, []);
        }

        var fits = Weights.Select(weight => weight == 0 ? without : CurveData.From(observations, weight, foundInMiddle)!)
            .Select(data => (Data: data, Fit: CurveFit.Free(data, CurveTerms.For(data), maxLapse))).ToArray();
        var best = fits.MaxBy(f => f.Fit.Value);
        var (data, fit) = best.Fit.Value - fits[0].Fit.Value > LeastGain ? best : fits[0];
        return new FoundWeights(data, fit, [.. fits.Select(f => f.Data).Where(d => d != data)]);
    }

    /// <summary>The same, facts between by their number.</summary>
    public FoundWeights ByNumber() => new(Data.ByNumber(), Fit, [.. Others.Select(o => o.ByNumber())]);

    /// <summary>How often both facts are found alone at the distance where they are found least, as a share of the one where they are found best: what a slope rests on beside the answers; 1 where it is not known.</summary>
    public static double Evenness(IReadOnlyList<CurveObservation> observations)
    {
        if (observations.Any(o => o.Found is null))
            return 1;
        double[] byDistance = [.. observations.GroupBy(o => o.DistanceTokens).Select(g => g.Average(o => o.Found!.Value))];
        return byDistance.Min() / byDistance.Max();
    }
}
