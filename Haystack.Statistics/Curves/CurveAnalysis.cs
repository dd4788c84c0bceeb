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

    /// <summary>With more or less of place in the pair question an effect of distance has to be left at this one-sided level.</summary>
    private const double OtherWeightLevel = 0.05;

    /// <summary>Where the curve's form is refuted at this level, limits do not rest on it alone: a fifth of sound fits are widened for nothing.</summary>
    private const double FormInDoubt = 0.2;

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
    private readonly (bool Fall, bool Rise) _survives;

    public CurveAnalysis(FoundWeights known, bool stopsAtWidth, bool partings = true, string? rival = null)
    {
        var data = _data = known.Data;
        _rivals = RivalTerms.For(data, MaxLapse, known.Fit, partings, rival);
        (_terms, _fit) = (_rivals.Terms, _rivals.Fit);
        (_effectP, var ratio) = RobustScores.DistanceEffect(data, _terms);
        // How much of place shows in the pair question is a guess: an effect of distance has to be there whichever is right.
        double[] otherwise = [.. known.Others.Select(other => RobustScores.DistanceEffect(other, CurveTerms.For(other, _terms.Names)).P)];
        _survives = (otherwise.All(p => p < OtherWeightLevel), otherwise.All(p => 1 - p < OtherWeightLevel));
        _flat = CurveFit.Flat(data, _terms, MaxLapse);
        _separated = _fit.IsSeparated();
        _quantile = StudentT.InvCDF(0, 1, data.Documents - 1, 0.975);
        _covariance = _separated ? null : RobustScores.Covariance(_fit.Fitter, _fit.At, data.Documents);
        _spread = new ReachSpread(data, _fit, _covariance);
        // Without a fit the ratio is that of a test of no effect: good enough to widen by, not to narrow.
        // What single facts show of place is estimated, and chooses terms: what is not known of that costs more than the floor gives back.
        var design = _spread.Design is { } atFit ? Math.Max(stopsAtWidth || data.KnowsFound ? 1 : LeastDesignEffect, atFit) : Math.Max(1, ratio);
        _design = stopsAtWidth ? Looks.Price * design : design;
    }

    /// <summary>What else than distance came in, and the fit with it.</summary>
    public RivalTerms Rivals => _rivals;

    /// <summary>Analyses <paramref name="observations"/>.</summary>
    /// <param name="observations">The answers.</param>
    /// <param name="stopsAtWidth">Whether they were gathered until the interval of D50 was narrow enough, or told enough: it is wider then.</param>
    /// <param name="foundInMiddle">The chance of finding two facts in the middle of a document of mean length, as a share of that where facts are found best.</param>
    public static CurveResult Run(IReadOnlyList<CurveObservation> observations, bool stopsAtWidth = false, double foundInMiddle = 1)
    {
        if (FoundWeights.Best(observations, foundInMiddle, MaxLapse) is not { } known || known.Data is not { } data || data.Documents < FewestDocuments)
            return Without(CurveStatus.TooFew, $"fewer than {FewestDocuments} documents with answers");
        if (data.MinDistance == data.MaxDistance)
            return Without(CurveStatus.TooFew, "one distance only");
        if (!NearestDistance.IsAboveChance(data))
            return Without(CurveStatus.AtChance, "not above chance at the smallest distance: there is nothing to fall from");
        return new CurveDoubts(known, stopsAtWidth, FoundWeights.Evenness(observations)).Told();
    }

    /// <summary>
    /// How much likelier facts of other chains between make the answers than this curve, in log-likelihood, where they cost answers;
    /// negative infinity where they cost none, or cannot be told from distance.
    /// </summary>
    /// <param name="data">The answers, facts between by their logarithm or by their number.</param>
    public double BetweenGain(CurveData data)
    {
        if (_separated || !(_fit.Slope < 0))
            return double.NegativeInfinity;
        var terms = CurveTerms.For(data, [.. _terms.Names.Append(CurveTerms.Between).Distinct()]);
        if (terms.Names.ToList().IndexOf(CurveTerms.Between) is not (>= 0 and var at))
            return double.NegativeInfinity;
        var beside = CurveFit.Free(data, terms, MaxLapse);
        return beside.At[2 + at] < 0 ? beside.Value - _fit.Value : double.NegativeInfinity;
    }

    /// <summary>Whether what goes with distance so makes pairs right less often.</summary>
    public bool Loses(string rival) => _terms.Names.ToList().IndexOf(rival) is >= 0 and var at && _fit.At[2 + at] < 0;

    /// <summary>
    /// How many doublings the 95% interval of D50 spans; infinite where it is open. Where a width much above
    /// <paramref name="enough"/> is sure from the curvature at the fit, that one is returned, for a profile costs many fits.
    /// </summary>
    public static double HalfWidth(IReadOnlyList<CurveObservation> observations, double enough)
    {
        if (FoundWeights.Best(observations, foundInMiddle: 1, MaxLapse) is not { } known || known.Data is not { } data || data.Documents < FewestDocuments || data.MinDistance == data.MaxDistance
            || !NearestDistance.IsAboveChance(data))
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

    /// <summary>What is told by this curve alone.</summary>
    /// <param name="evenness"><see cref="FoundWeights.Evenness"/>.</param>
    public CurveResult Conclude(double evenness)
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
        double? floor = free is not null && status == CurveStatus.Fitted && d50.Tokens is not null ? FigureRule.Floor(_data, _terms, _fit, MaxLapse) : null;
        if (free is not null && status == CurveStatus.Fitted)
            (d50, d85) = (!free.FallsPastHalf && floor > FigureRule.FloorGain ? FreeFall.NotReached(d50) : free.Half(d50), free.Keeps85(d85));
        // Beside what else parts far facts a fall with distance has to be left: else only how far it must be at least is told.
        var rival = status == CurveStatus.Fitted ? Partings.Rival(_data, _terms) : null;
        if (rival is not null)
            (d50, d85) = (FreeFall.NotReached(d50), FreeFall.NotReached(d85));
        var step = free is null ? null : LackOfFit.Step(_data, _terms, _fit);
        // Of a fall by a step only what lies at the step is borne out; elsewhere the curve's form would be all there is.
        var isStep = step?.P < LackOfFit.StepLevel;
        var isHalf = free is null || (!FreeFall.Disagree(d50, free.D50) && (!isStep || Lies(free.D50, step!.Value)));
        var is85 = free is null || (!FreeFall.Disagree(d85, free.D85) && (!isStep || Lies(free.D85, step!.Value)));
        // Where the form is in doubt, or more lapses than the curve can, the limits reach over the answers without one, beside the curve's.
        var doubted = free is not null && status == CurveStatus.Fitted && (step?.P < FormInDoubt || lackOfFit < FormInDoubt || _fit.Lapse >= MaxLapse - 1e-6);
        var rises = status == CurveStatus.Flat && _fit.Slope > 0 && 1 - _effectP < DistanceEffectLevel && _survives.Rise && PooledAnswers.Rise(_data);
        return new CurveResult
        {
            Status = status,
            D50 = given && isHalf ? Reaching(d50, doubted ? free!.D50 : null) : new TokenDistance(),
            D85 = given && is85 ? Reaching(d85, doubted ? free!.D85 : null) : new TokenDistance(),
            FreeChange = free?.ChangePerDoubling,
            FloorGain = floor,
            Free = isHalf && is85 && !isStep ? [] : free!.Points,
            PlaceMatters = _data.FoundInMiddle < LeastFoundForSlope || evenness < LeastFoundForSlope || rival is not null || _rivals.Apart is not null || floor > FigureRule.FloorGain,
            Disputed = isStep ? [FreeFall.StepText(step!.Value.P)] : [.. isHalf ? Array.Empty<string>() : [FreeFall.Text("D50", d50, free!.D50)], .. is85 ? Array.Empty<string>() : [FreeFall.Text("D85", d85, free!.D85)]],
            Curve = _separated || !given ? null : Curve(),
            DistanceEffectP = _effectP,
            Rises = rises,
            DesignEffect = _design,
            LackOfFitP = lackOfFit,
            PooledContradict = pooledContradict,
            Expected = _separated || !given ? null : FittedCurve.Expected(_data, _fit),
            Notes =
            [
                .. CurveNotes.Why(status, rises ? 1 - _effectP : null), .. CurveNotes.Between(_data, _rivals, status), .. CurveNotes.Parted(_rivals, rival),
                .. CurveNotes.Order(_fit, _terms, _covariance, _data.Documents), .. _terms.Dropped,
            ],
        };
    }

    /// <summary>Limits that reach over both; one that lies where nothing was asked, or has none, stays.</summary>
    private static TokenDistance Reaching(TokenDistance curve, TokenDistance? free) =>
        free is null || curve.InGap || curve is { Low: null, High: null } ? curve : EitherWay.Hull([curve, free], keepsEstimate: true);

    private static bool Lies(TokenDistance distance, (double P, double From, double To) step) =>
        distance.Tokens is { } tokens && CurveData.Doublings(tokens) >= step.From && CurveData.Doublings(tokens) <= step.To;

    private CurveStatus Status() => _data.Successes == _data.Trials ? CurveStatus.Perfect
        : _effectP >= DistanceEffectLevel || !_survives.Fall || !(_fit.Slope < 0) ? CurveStatus.Flat
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

    private RecallCurve Curve() => FittedCurve.Of(_data, _terms, _fit, _covariance, _quantile, _spread.FewAnswers(SlopeRule.Half(1)));

    private static CurveResult Without(CurveStatus status, string why) => new() { Status = status, Notes = [why] };
}
