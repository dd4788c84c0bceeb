using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>From answers to a curve with D50 and D85, or to the reason why there is none.</summary>
internal sealed class CurveAnalysis
{
    /// <summary>The bound of λ.</summary>
    public const double MaxLapse = 0.3;

    /// <summary>A D50 is only given where "no effect of distance" is refuted at this one-sided level: a flat reader gets one in 1 of 200 runs.</summary>
    public const double DistanceEffectLevel = 0.005;

    /// <summary>With fewer documents there is no telling how much documents differ.</summary>
    public const int FewestDocuments = 4;

    /// <summary>The smallest design effect taken for true: without a floor the luck of a few documents is taken for knowledge (docs/statistics.md).</summary>
    private const double LeastDesignEffect = 0.8;

    /// <summary>Where the middle of the document, or facts of some distance, are found less than this share of the best, what is known of place by estimates weighs on a slope.</summary>
    private const double LeastFoundForSlope = 0.7;

    /// <summary>Log-likelihood that a floor half-way has to gain: what one parameter gains by chance (H. Akaike, 1974).</summary>
    private const double FloorGain = 1;

    private readonly CurveData _data;
    private readonly RivalTerms _rivals;
    private readonly CurveTerms _terms;
    private readonly CurveFit _fit;
    private readonly CurveFit _flat;
    private readonly bool _separated;
    private readonly double _effectP;
    private readonly double _quantile;
    private readonly double _design;
    private readonly double[,]? _covariance;
    private readonly ReachSpread _spread;

    private CurveAnalysis((CurveData Data, CurveFit? Fit) known, bool stopsAtWidth, bool partings = true)
    {
        var data = _data = known.Data;
        _rivals = RivalTerms.For(data, MaxLapse, known.Fit, partings);
        (_terms, _fit) = (_rivals.Terms, _rivals.Fit);
        (_effectP, var ratio) = RobustScores.DistanceEffect(data, _terms);
        _flat = CurveFit.Flat(data, _terms, MaxLapse);
        _separated = _fit.IsSeparated();
        _quantile = StudentT.InvCDF(0, 1, data.Documents - 1, 0.975);
        _covariance = _separated ? null : RobustScores.Covariance(_fit.Fitter, _fit.At, data.Documents);
        _spread = new ReachSpread(data, _fit, _covariance);
        // Without a fit the ratio is that of a test of no effect: good enough to widen by, not to narrow.
        var design = _spread.Design is { } atFit ? Math.Max(stopsAtWidth ? 1 : LeastDesignEffect, atFit) : Math.Max(1, ratio);
        _design = stopsAtWidth ? Looks.Price * design : design;
    }

    /// <summary>Analyses <paramref name="observations"/>.</summary>
    /// <param name="observations">The answers.</param>
    /// <param name="stopsAtWidth">Whether they were gathered until the interval of D50 was narrow enough, or told enough: it is wider then.</param>
    /// <param name="foundInMiddle">The chance of finding two facts in the middle of a document of mean length, as a share of that where facts are found best.</param>
    public static CurveResult Run(IReadOnlyList<CurveObservation> observations, bool stopsAtWidth = false, double foundInMiddle = 1)
    {
        if (FoundWeights.Best(observations, foundInMiddle, MaxLapse) is not { Data: var data } known || data.Documents < FewestDocuments)
            return Without(CurveStatus.TooFew, $"fewer than {FewestDocuments} documents with answers");
        if (data.MinDistance == data.MaxDistance)
            return Without(CurveStatus.TooFew, "one distance only");
        if (!NearestIsAboveChance(data))
            return Without(CurveStatus.AtChance, "not above chance at the smallest distance: there is nothing to fall from");
        var evenness = FoundWeights.Evenness(observations);
        var analysis = new CurveAnalysis(known, stopsAtWidth);
        var found = analysis.Conclude(evenness);
        if (analysis._rivals.Apart is null)
            return found;
        // A parting may have come in by luck, or for another like it: the limits reach over the curve without it as well.
        var without = new CurveAnalysis(known, stopsAtWidth, partings: false).Conclude(evenness);
        return found with
        {
            D50 = EitherWay.Hull([found.D50, without.D50], keepsEstimate: true),
            D85 = EitherWay.Hull([found.D85, without.D85], keepsEstimate: true),
            LackOfFitP = found.LackOfFitP is { } p && without.LackOfFitP is { } other ? Math.Min(p, other) : found.LackOfFitP ?? without.LackOfFitP,
            PooledContradict = found.PooledContradict || without.PooledContradict,
        };
    }

    /// <summary>
    /// How many doublings the 95% interval of D50 spans; infinite where it is open. Where a width much above
    /// <paramref name="enough"/> is sure from the curvature at the fit, that one is returned, for a profile costs many fits.
    /// </summary>
    public static double HalfWidth(IReadOnlyList<CurveObservation> observations, double enough)
    {
        if (FoundWeights.Best(observations, foundInMiddle: 1, MaxLapse) is not { Data: var data } known || data.Documents < FewestDocuments || data.MinDistance == data.MaxDistance
            || !NearestIsAboveChance(data))
        {
            return double.PositiveInfinity;
        }

        return new CurveAnalysis(known, stopsAtWidth: true).HalfWidth(enough);
    }

    private double HalfWidth(double enough)
    {
        const double muchAbove = 1.5;
        var curvature = _spread.Half is { } variance ? 2 * _quantile * Math.Sqrt(variance.Independent * _design * _spread.FewAnswers(SlopeRule.Half(1))) : 0;
        if (curvature > muchAbove * enough)
            return curvature;
        return Distance(Status(), SlopeRule.Half) is { Low: { } low, High: { } high } found && (_separated || !FreeFall.Of(_data, _fit).Half(found).HighBeyond)
            ? CurveData.Doublings(high) - CurveData.Doublings(low)
            : double.PositiveInfinity;
    }

    private CurveResult Conclude(double evenness)
    {
        var status = Status();
        var d50 = Distance(status, SlopeRule.Half);
        var lackOfFit = _separated ? null : LackOfFit.P(_data, _terms, _fit);
        var pooledContradict = PooledAnswers.Contradict(_data, d50);
        if (HalfWayCheck.Contradicts(_data, d50) || (pooledContradict && lackOfFit < LackOfFit.Level))
            status = CurveStatus.Contradicted;
        var given = status != CurveStatus.Contradicted;
        var d85 = Distance(status, x => SlopeRule.Keep85(x, _data.MeanChance));
        // Beside the curve stands one without a form: where it says otherwise, neither is told.
        var free = _separated || !given ? null : FreeFall.Of(_data, _fit);
        if (free is not null && status == CurveStatus.Fitted)
            (d50, d85) = (!free.IsHalfSure && LevelsOff(d50) ? FreeFall.NotReached(d50) : free.Half(d50), free.Keeps85(d85));
        // Beside what else parts far facts a fall with distance has to be left: else only how far it must be at least is told.
        var rival = status == CurveStatus.Fitted ? Partings.Rival(_data, _terms) : null;
        if (rival is not null)
            (d50, d85) = (FreeFall.NotReached(d50), FreeFall.NotReached(d85));
        var step = free is null ? null : LackOfFit.Step(_data, _terms, _fit);
        // Of a fall by a step only what lies at the step is borne out; elsewhere the curve's form would be all there is.
        var isStep = step?.P < LackOfFit.StepLevel;
        var isHalf = free is null || (!FreeFall.Disagree(d50, free.D50) && (!isStep || Lies(free.D50, step!.Value)));
        var is85 = free is null || (!FreeFall.Disagree(d85, free.D85) && (!isStep || Lies(free.D85, step!.Value)));
        var rises = status == CurveStatus.Flat && _fit.Slope > 0 && 1 - _effectP < DistanceEffectLevel && PooledAnswers.Rise(_data);
        return new CurveResult
        {
            Status = status,
            D50 = given && isHalf ? d50 : new TokenDistance(),
            D85 = given && is85 ? d85 : new TokenDistance(),
            Free = isHalf && is85 && !isStep ? [] : free!.Points,
            PlaceMatters = _data.FoundInMiddle < LeastFoundForSlope || evenness < LeastFoundForSlope || rival is not null || _rivals.Apart is not null,
            Disputed = isStep ? [FreeFall.StepText(step!.Value.P)] : [.. isHalf ? Array.Empty<string>() : [FreeFall.Text("D50", d50, free!.D50)], .. is85 ? Array.Empty<string>() : [FreeFall.Text("D85", d85, free!.D85)]],
            Curve = _separated || !given ? null : Curve(),
            DistanceEffectP = _effectP,
            Rises = rises,
            DesignEffect = _design,
            LackOfFitP = lackOfFit,
            PooledContradict = pooledContradict,
            Expected = _separated || !given ? null : Expected(),
            Notes =
            [
                .. CurveNotes.Why(status, rises ? 1 - _effectP : null), .. CurveNotes.Between(_data, _rivals, status), .. CurveNotes.Parted(_rivals, rival),
                .. CurveNotes.Order(_fit, _terms, _covariance, _data.Documents), .. _terms.Dropped,
            ],
        };
    }

    /// <summary>
    /// Whether a curve that levels off half-way, and so has no D50, makes the answers likelier than the one that falls to
    /// chance: a cliff with a floor would else be given a D50 by the curve's form alone.
    /// </summary>
    private bool LevelsOff(TokenDistance d50) => d50.Tokens is not null && CurveFit.Free(_data.WithFloor(0.5, _fit.Lapse), _terms, MaxLapse).Value > _fit.Value + FloorGain;

    private static bool Lies(TokenDistance distance, (double P, double From, double To) step) =>
        distance.Tokens is { } tokens && CurveData.Doublings(tokens) >= step.From && CurveData.Doublings(tokens) <= step.To;

    private CurveStatus Status() => _data.Successes == _data.Trials ? CurveStatus.Perfect
        : _effectP >= DistanceEffectLevel || !(_fit.Slope < 0) ? CurveStatus.Flat
        : _separated ? CurveStatus.Separated : CurveStatus.Fitted;

    private TokenDistance Distance(CurveStatus status, Func<double, SlopeRule> rule)
    {
        var falls = _fit.Slope < 0;
        var reference = falls ? Math.Max(_fit.Value, _flat.Value) : _flat.Value;
        var profile = new ProfileInterval(
            _data, _terms, rule, MaxLapse, falls && !_separated ? _fit.Tied : _flat.Tied, reference,
            _quantile * _quantile * _design * _spread.FewAnswers(rule(1)));
        // Where it does not fall after the facts are parted, parting them may still be enough, or nothing is.
        var estimate = !falls ? _flat.Reach(rule(1), [_flat.Level, 0, .. _flat.At[1..]], _data)
            : _separated ? profile.Best()
            : _fit.Reach(rule(1), _fit.At, _data);
        var found = profile.Around(estimate);
        return status switch
        {
            CurveStatus.Fitted => found,
            CurveStatus.Separated => found with { Tokens = null },
            _ when found.InGap => found,
            _ => found with { Tokens = null, High = null, Beyond = true, HighBeyond = true },
        };
    }

    /// <summary>What the fit expects at each distance, for the lengths, midpoints and chance levels asked there.</summary>
    private Dictionary<int, double> Expected()
    {
        var sums = new SortedDictionary<int, (double Right, double N)>();
        for (var i = 0; i < _data.N.Length; i++)
        {
            var (right, n) = sums.GetValueOrDefault(_data.Distances[i]);
            sums[_data.Distances[i]] = (right + _data.N[i] * _fit.Fitter.Likelihood.Probability(_fit.At, _fit.Slope, i, out _), n + _data.N[i]);
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.Right / s.Value.N);
    }

    private RecallCurve Curve() => new()
    {
        ChanceLevel = _data.MeanChance,
        Found = _data.FoundInMiddle,
        Lapse = _fit.Lapse,
        Level = _fit.Level,
        Slope = _fit.Slope,
        Parted = _fit.Parted,
        Terms = _terms.Names.Select((name, i) => (name, Value: _fit.At[2 + i])).ToDictionary(t => t.name, t => t.Value),
        Covariance = Part(_covariance),
        Independent = Part(RobustScores.ModelCovariance(_fit.Fitter, _fit.At)),
        Quantile = _quantile,
        FewAnswers = _spread.FewAnswers(SlopeRule.Half(1)),
    };

    /// <summary>Rows and columns of what the curve depends on.</summary>
    private double[,]? Part(double[,]? covariance)
    {
        if (covariance is null)
            return null;
        var places = _fit.Places;
        var part = new double[4, 4];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
                part[i, j] = covariance[places[i], places[j]];
        }

        return part;
    }

    /// <summary>A one-sided t-test over documents, at 5%, of the share of right answers above chance at the smallest distance.</summary>
    private static bool NearestIsAboveChance(CurveData data)
    {
        var excess = data.Shares
            .Where(s => data.Distances[s.Pattern] == data.MinDistance)
            .GroupBy(s => s.Document)
            .Select(g => g.Sum(s => s.K - s.N * data.Chance[s.Pattern]))
            .ToArray();
        var mean = excess.Average();
        if (excess.Length < 2 || mean <= 0)
            return mean > 0;
        var spread = Math.Sqrt(excess.Sum(e => (e - mean) * (e - mean)) / (excess.Length - 1.0) / excess.Length);
        return spread < 1e-12 || StudentT.CDF(0, 1, excess.Length - 1, mean / spread) > 0.95;
    }

    private static CurveResult Without(CurveStatus status, string why) => new() { Status = status, Notes = [why] };
}
