namespace Haystack.Statistics.Curves;

/// <summary>
/// Observations counted into covariate patterns: the likelihood needs nothing else, and 100,000 trials have a few
/// thousand patterns. Beside them stands which document contributed how much to each pattern.
/// </summary>
internal sealed class CurveData
{
    /// <summary>Midpoints are rounded to this share of the document: far finer than any position effect.</summary>
    private const double PositionStep = 0.02;

    /// <summary>The step where trials are many, so that patterns stay few.</summary>
    private const double CoarsePositionStep = 0.05;

    private const int ManyTrials = 5000;

    /// <summary>No place is taken to lose more: the pair question may find a fact that was not found alone.</summary>
    private const double LeastFound = 0.01;

    private CurveData(IReadOnlyList<CurveObservation> observations, double foundWeight, double foundInMiddle)
    {
        KnowsFound = observations.All(o => o.Found is not null);
        FoundWeight = KnowsFound ? foundWeight : 0;
        FoundInMiddle = Math.Pow(Math.Clamp(foundInMiddle, LeastFound, 1), FoundWeight);
        Trials = observations.Count;
        Successes = observations.Count(o => o.Success);
        MeanChance = observations.Average(o => o.ChanceLevel);
        MaxDistance = observations.Max(o => o.DistanceTokens);
        MinDistance = observations.Min(o => o.DistanceTokens);

        var patterns = new Dictionary<(int Distance, int Context, int Position, int HalfSpan, double Order, double Between, double Found, double Chance), int>();
        var counted = observations.All(o => o.Intervening is not null);
        var step = observations.Count > ManyTrials ? CoarsePositionStep : PositionStep;
        var foundStep = observations.Count > ManyTrials ? 0.05 : 0.01;
        var documents = new Dictionary<string, int>(StringComparer.Ordinal);
        var shares = new Dictionary<(int Document, int Pattern), (int N, int K)>();
        foreach (var o in observations)
        {
            var halfSpan = o.HalfSpan ?? Math.Min(0.5, o.DistanceTokens / (2.0 * Math.Max(1, o.ContextTokens)));
            var key = (
                o.DistanceTokens, o.ContextTokens, (int)Math.Round(o.Position / step), (int)Math.Round(halfSpan / step), o.Order,
                counted ? Math.Round(2 * Doublings(o.Intervening!.Value)) / 2 : 0, FoundWeight == 0 ? 1 : Math.Round(o.Found!.Value / foundStep) * foundStep, o.ChanceLevel);
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
        Position = [.. patterns.Keys.Select(p => p.Position * step)];
        HalfSpan = [.. patterns.Keys.Select(p => p.HalfSpan * step)];
        Order = [.. patterns.Keys.Select(p => p.Order)];
        Between = [.. patterns.Keys.Select(p => p.Between)];
        MeanBetween = Doublings(Between.Zip(N, (b, n) => Tokens(b) * n).Sum() / Trials);
        Found = [.. patterns.Keys.Select(p => Math.Pow(Math.Clamp(p.Found, LeastFound, 1), FoundWeight))];
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

    /// <summary>How far the outermost facts stand from the midpoint, as a share of the document.</summary>
    public double[] HalfSpan { get; }

    /// <summary>The order of the facts of each pattern: ½, −½, or 0 where it is not known.</summary>
    public double[] Order { get; }

    /// <summary>log2(1 + facts between) of each pattern, to a half; 0 where they were not counted.</summary>
    public double[] Between { get; private set; }

    /// <summary>The same of the mean number of facts between, which D50 holds fixed.</summary>
    public double MeanBetween { get; private set; }

    /// <summary>By how much finding the facts lowers what is known of each pattern: the chance of finding both to the power of <see cref="FoundWeight"/>.</summary>
    public double[] Found { get; private set; }

    /// <summary>The same for facts in the middle of a document of mean length.</summary>
    public double FoundInMiddle { get; }

    /// <summary>Whether the chance of finding the facts is known of every answer.</summary>
    public bool KnowsFound { get; }

    /// <summary>How much of it shows in the pair question: 0 not at all, 1 as if a fact not found alone were not found in the pair either.</summary>
    public double FoundWeight { get; }

    /// <summary>γ of each pattern.</summary>
    public double[] Chance { get; private set; }

    /// <summary>What each document contributed, sorted by document.</summary>
    public CurveShare[] Shares { get; }

    /// <summary>The same answers, facts between by their number and not by its logarithm.</summary>
    public CurveData ByNumber()
    {
        var data = (CurveData)MemberwiseClone();
        data.Between = [.. Between.Select(Tokens)];
        data.MeanBetween = Tokens(MeanBetween);
        return data;
    }

    /// <summary>The same answers, for a curve that falls to a floor: to so much of what is known at its best, and no further.</summary>
    /// <param name="share">The share that stays.</param>
    /// <param name="lapse">λ.</param>
    public CurveData WithFloor(double share, double lapse)
    {
        var data = (CurveData)MemberwiseClone();
        data.Chance = [.. Chance.Zip(Found, (chance, found) => chance + (1 - chance - lapse) * found * share)];
        // What is above the floor is as much as before less what stays.
        data.Found = [.. Found.Select((found, i) => found * (1 - share) * (1 - Chance[i] - lapse) / (1 - data.Chance[i] - lapse))];
        return data;
    }

    /// <summary>log2(1 + d): the scale on which distance acts.</summary>
    public static double Doublings(double distanceTokens) => Math.Log2(1 + distanceTokens);

    /// <summary>The inverse of <see cref="Doublings"/>.</summary>
    public static double Tokens(double doublings) => Math.Pow(2, doublings) - 1;

    /// <summary>Counts <paramref name="observations"/>; null where there are none.</summary>
    /// <param name="observations">The answers.</param>
    /// <param name="foundWeight">How much of finding facts alone shows in the pair question, 0–1.</param>
    /// <param name="foundInMiddle"><see cref="CurveObservation.Found"/> for facts in the middle of a document of mean length.</param>
    public static CurveData? From(IReadOnlyList<CurveObservation> observations, double foundWeight = 0, double foundInMiddle = 1) =>
        observations.Count == 0 ? null : new CurveData(observations, foundWeight, foundInMiddle);
}
