using System.Globalization;

namespace Haystack.Statistics.Curves;

/// <summary>
/// The fall without a form, beside the curve: how often answers at each distance are right, set to one length, place
/// and order by the curve's terms (right over expected, times the curve at that distance: indirect standardisation),
/// and never rising (<see cref="MonotoneCurve"/>). Whole documents are drawn again for its intervals, within their length.
/// </summary>
internal sealed class FreeFall
{
    /// <summary>Less is expected of no distance: what is all but excluded says nothing when it happens.</summary>
    private const double LeastExpected = 0.02;

    /// <summary>A fall is taken to be reached where it is in so many draws of the documents: more likely than not.</summary>
    private const double Sure = 0.5;

    /// <summary>A fall that is over half-way stays at half; one that keeps no more than this share goes on below it.</summary>
    private const double PastHalf = 0.4;

    private readonly double[] _x;
    private readonly int[] _distances;
    private readonly double _chance;
    private readonly double[] _reference;
    private readonly (int Half, int Keeps85, int Past, int Draws) _reached;
    private readonly double[] _changes;
    private readonly (double Excess, double Expected, double N)[][] _documents;

    private FreeFall(CurveData data, CurveFit fit)
    {
        _distances = [.. data.Distances.Distinct().Order()];
        _x = [.. _distances.Select(d => CurveData.Doublings(d))];
        _chance = data.MeanChance;
        _reference = [.. _x.Select(x => (1 - _chance - fit.Lapse) * data.FoundInMiddle / (1 + Math.Exp(-(fit.Level + (x > 0 ? fit.Parted : 0) + fit.Slope * x))))];
        _documents = new (double, double, double)[data.Documents][];
        for (var g = 0; g < _documents.Length; g++)
            _documents[g] = new (double, double, double)[_distances.Length];
        var lengths = new double[data.Documents];
        foreach (var share in data.Shares)
        {
            var at = Array.BinarySearch(_distances, data.Distances[share.Pattern]);
            var chance = data.Chance[share.Pattern];
            ref var sum = ref _documents[share.Document][at];
            sum.Excess += share.K - share.N * chance;
            sum.Expected += share.N * (fit.Fitter.Likelihood.Probability(fit.At, fit.Slope, share.Pattern, out _) - chance);
            sum.N += share.N;
            lengths[share.Document] = data.Length[share.Pattern];
        }

        var whole = Curve([.. Enumerable.Repeat(1, data.Documents)]);
        Points = [.. _distances.Zip(whole, (d, v) => (d, _chance + v))];
        var draws = DocumentDraws.Of(lengths).Select(Curve).ToList();
        D50 = Around(Half(whole), draws, Half);
        D85 = Around(Keeps85(whole), draws, Keeps85);
        _reached = (draws.Count(d => double.IsFinite(Half(d))), draws.Count(d => double.IsFinite(Keeps85(d))), draws.Count(d => d[^1] <= PastHalf * d[0]), draws.Count);
        var first = Array.FindIndex(_x, x => x > 0);
        _changes = first < 0 || first == _x.Length - 1 ? [] : [.. draws.Select(d => (d[^1] - d[first]) / (_x[^1] - _x[first])).Order()];
    }

    /// <summary>Accuracy at each distance asked, all else fixed.</summary>
    public IReadOnlyList<(int DistanceTokens, double Accuracy)> Points { get; }

    /// <summary>Where what is above chance has halved; limits reach to the end of what was asked.</summary>
    public TokenDistance D50 { get; }

    /// <summary>Where accuracy is 85% of that at the smallest distance.</summary>
    public TokenDistance D85 { get; }

    /// <summary>
    /// Whether the answers fall plainly below half within what was asked, in all draws: no curve that levels off half-way speaks
    /// against that. That they reach half is not enough: a floor a little above it is met by luck.
    /// </summary>
    public bool FallsPastHalf => _reached.Past == _reached.Draws;

    /// <summary>The 95% interval of the mean change per doubling between the smallest distance above 0 and the largest; null where there are no two.</summary>
    public Interval? ChangePerDoubling => _changes.Length == 0 ? null : new Interval(_changes[(int)(0.025 * _changes.Length)], _changes[(int)(0.975 * _changes.Length)]);

    /// <summary>The fall beside a fit.</summary>
    public static FreeFall Of(CurveData data, CurveFit fit) => new(data, fit);

    /// <summary>
    /// The curve's D50 where the answers themselves fall that far within what was asked. Else it is the curve's
    /// form that says so (a cliff, level afterwards, has none): only that it is farther than its lower limit is left.
    /// </summary>
    public TokenDistance Half(TokenDistance curve) => Reached(curve, _reached.Half);

    /// <summary>The same of the curve's D85.</summary>
    public TokenDistance Keeps85(TokenDistance curve) => Reached(curve, _reached.Keeps85);

    /// <summary>Whether two findings about one distance differ by more than their errors: no distance lies within both intervals.</summary>
    public static bool Disagree(TokenDistance curve, TokenDistance free) =>
        free.Low > (curve.HighBeyond ? double.PositiveInfinity : curve.High ?? double.PositiveInfinity)
        || curve.Low > (free.HighBeyond ? double.PositiveInfinity : free.High ?? double.PositiveInfinity);

    /// <summary>The two findings in one line.</summary>
    public static string Text(string name, TokenDistance curve, TokenDistance free) =>
        $"{name}: the curve says {Limits(curve)} tokens, the answers without a curve {Limits(free)}: they differ by more than their errors, so none is given; look at the picture of both";

    /// <summary>What is above chance at each distance, where documents count so often.</summary>
    private double[] Curve(int[] weights)
    {
        var (values, answers) = (new double[_x.Length], new double[_x.Length]);
        for (var k = 0; k < values.Length; k++)
        {
            double excess = 0, expected = 0;
            for (var g = 0; g < weights.Length; g++)
            {
                var (e, m, n) = _documents[g][k];
                (excess, expected, answers[k]) = (excess + weights[g] * e, expected + weights[g] * m, answers[k] + weights[g] * n);
            }

            var least = LeastExpected * answers[k];
            values[k] = answers[k] == 0 ? _reference[k] : Math.Clamp(excess / Math.Max(expected, least) * Math.Max(_reference[k], LeastExpected), 0, 1 - _chance);
            answers[k] = Math.Max(answers[k], 1e-6);
        }

        return MonotoneCurve.Falling(values, answers);
    }

    private double Half(double[] curve) => FallsTo(curve, curve[0] / 2);

    private double Keeps85(double[] curve) => FallsTo(curve, 0.85 * (_chance + curve[0]) - _chance);

    /// <summary>Where the curve reaches a level, in doublings, read off along log2(1 + d); infinite where it never does.</summary>
    private double FallsTo(double[] curve, double level)
    {
        var at = Array.FindIndex(curve, v => v <= level);
        return at <= 0 ? at < 0 ? double.PositiveInfinity : _x[0] : _x[at - 1] + (_x[at] - _x[at - 1]) * (curve[at - 1] - level) / (curve[at - 1] - curve[at]);
    }

    /// <summary>What a step instead of a fall means, in one line.</summary>
    public static string StepText(double p) => string.Create(CultureInfo.InvariantCulture,
        $"the answers fall by a step rather than along the curve (p {(p < 0.001 ? "< 0.001" : $"= {p:0.000}")}): no change per doubling is given, and D50 and D85 only where they lie at the step; look at the picture");

    private TokenDistance Reached(TokenDistance curve, int draws) => curve.Beyond || curve.InGap || curve is { Low: null, High: null } || draws >= Sure * _reached.Draws ? curve : NotReached(curve);

    /// <summary>Only that it is farther than its lower limit.</summary>
    public static TokenDistance NotReached(TokenDistance curve) => curve.InGap || curve is { Low: null, High: null } ? curve
        : curve with { Tokens = null, High = null, Beyond = true, HighBeyond = true };

    private static string Limits(TokenDistance distance) => string.Create(CultureInfo.InvariantCulture,
        $"{Math.Floor(distance.Low ?? 0):0} to {(distance.HighBeyond || distance.High is null ? "beyond what was asked" : Math.Ceiling(distance.High.Value).ToString("0", CultureInfo.InvariantCulture))}");

    private TokenDistance Around(double estimate, List<double[]> draws, Func<double[], double> of)
    {
        double[] sorted = [.. draws.Select(of).Order()];
        var (low, high) = (sorted[(int)(0.025 * sorted.Length)], sorted[(int)(0.975 * sorted.Length)]);
        var farthest = _distances[^1];
        return new TokenDistance
        {
            Tokens = double.IsFinite(estimate) ? CurveData.Tokens(estimate) : null,
            Low = double.IsFinite(low) ? CurveData.Tokens(low) : farthest,
            High = double.IsFinite(high) ? CurveData.Tokens(high) : null,
            Beyond = double.IsInfinity(estimate),
            HighBeyond = double.IsInfinity(high),
        };
    }
}
