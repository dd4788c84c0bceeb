namespace Haystack.Statistics.Curves;

/// <summary>
/// A 95% interval by profile likelihood, the likelihood ratio divided by the design effect of the documents
/// (R. E. Chandler and S. Bate, Biometrika 94, 2007).
/// </summary>
internal sealed class ProfileInterval
{
    /// <summary>The shortest distance looked at, in doublings: below it the lower limit is 0.</summary>
    private const double Least = 0.25;

    private const double Precision = 4e-3;

    /// <summary>Log-likelihood to which each point of the profile is climbed: far below what moves a limit.</summary>
    private const double Enough = 1e-5;

    /// <summary>Climbs that end so near each other in log-likelihood have come to the same point.</summary>
    private const double Same = 1e-3;

    /// <summary>Log-odds at d = 0 of 73% and 98%, chance aside.</summary>
    private static readonly double[] InnerLevels = [1, 4];

    private const int ManyPatterns = 1500;
    private const double Saturated = 6;

    private readonly CurveData _data;
    private readonly CurveTerms _terms;
    private readonly Func<double, SlopeRule> _rule;
    private readonly double _maxLapse;
    private readonly double _threshold;
    private readonly double[] _best;
    private double _reference;
    private double[] _last;

    /// <summary>A profile.</summary>
    /// <param name="data">The counted trials.</param>
    /// <param name="terms">The curve's terms.</param>
    /// <param name="rule">The rule that ties the slope, given the distance in doublings.</param>
    /// <param name="maxLapse">The bound of λ.</param>
    /// <param name="best">The parameters (without slope) at the maximum: where the climbs begin.</param>
    /// <param name="reference">The log-likelihood there.</param>
    /// <param name="threshold">How large twice the fall of the log-likelihood may be.</param>
    public ProfileInterval(
        CurveData data, CurveTerms terms, Func<double, SlopeRule> rule, double maxLapse, double[] best, double reference, double threshold)
    {
        (_data, _terms, _rule, _maxLapse) = (data, terms, rule, maxLapse);
        // With a term for parted facts the curve says nothing between d = 0 and the smallest distance above it.
        Shortest = terms.PartedTerm < 0 ? Least : data.X.Where(x => x > 0).Min();
        (_best, _last, _reference, _threshold) = (best, best, reference, threshold);
    }

    private double Shortest { get; }

    /// <summary>Where the profile is highest, in doublings, among the tested distances and half-way between them.</summary>
    public double Best()
    {
        var tested = _data.X.Where(x => x >= Shortest).Distinct().Order().ToArray();
        var best = double.PositiveInfinity;
        var lowest = double.MaxValue;
        for (var i = 0; i < tested.Length; i++)
        {
            foreach (var at in i == 0 ? new[] { tested[0] } : [(tested[i - 1] + tested[i]) / 2, tested[i]])
            {
                var excess = Excess(at);
                if (excess < lowest)
                    (lowest, best) = (excess, at);
            }
        }

        return best;
    }

    /// <summary>The interval around an estimate in doublings, which may be infinite.</summary>
    public TokenDistance Around(double estimate)
    {
        var end = CurveData.Doublings(_data.MaxDistance);
        var beyond = !(estimate <= end);
        var start = (double[])_last.Clone();
        var inGap = estimate < Shortest;
        var inside = beyond ? end : Math.Max(Shortest, estimate);
        var atEnd = Excess(end);
        double? high = null;
        if (!beyond && atEnd > 0)
            high = inGap && Excess(inside) > 0 ? CurveData.Tokens(Shortest) : CurveData.Tokens(Root(inside, end, Excess(inside), atEnd));

        _last = start;
        double low;
        if (beyond && atEnd > 0)
        {
            low = _data.MaxDistance;
        }
        else
        {
            var atStart = Excess(Shortest);
            _last = start;
            low = inGap || atStart <= 0 ? 0 : CurveData.Tokens(Root(inside, Shortest, Excess(inside), atStart));
        }

        return new TokenDistance
        {
            InGap = inGap,
            Tokens = beyond || inGap ? null : CurveData.Tokens(estimate),
            Low = low,
            High = high,
            Beyond = beyond,
            HighBeyond = high is null,
        };
    }

    /// <summary>Twice the fall of the log-likelihood at a distance in doublings: 0 at the estimate.</summary>
    public double Ratio(double doublings) => Math.Pow(Excess(doublings) + Math.Sqrt(_threshold), 2);

    /// <summary>How far the signed root of the likelihood ratio stands above what the interval allows.</summary>
    private double Excess(double doublings)
    {
        var fitter = new CurveFitter(_data, _terms, _rule(doublings), _maxLapse);
        var (reached, found) = (double.NegativeInfinity, _last);
        foreach (var start in Starts())
        {
            var at = (double[])start.Clone();
            var value = fitter.Climb(at, Enough);
            // Two climbs that meet have found the maximum.
            var meet = Math.Abs(value - reached) < Same;
            if (value > reached)
                (reached, found) = (value, at);
            if (meet)
                break;
        }

        if (double.IsNegativeInfinity(reached))
            return double.MaxValue;
        _last = found;
        _reference = Math.Max(_reference, reached);
        return Math.Sqrt(Math.Max(0, 2 * (_reference - reached))) - Math.Sqrt(_threshold);
    }

    /// <summary>
    /// Where each climb begins: at the point climbed to before, at the maximum, and inside, at moderate levels. From a
    /// saturated point alone (far from the estimate a level without bounds is often best) no climb finds its way back:
    /// there the likelihood is level.
    /// </summary>
    private IEnumerable<double[]> Starts()
    {
        yield return _last;
        if (!ReferenceEquals(_last, _best))
            yield return _best;
        // Thousands of patterns leave one maximum, and cost too much to climb again and again from where it is not.
        if (_data.N.Length > ManyPatterns && _last[0] < Saturated)
            yield break;
        foreach (var level in InnerLevels)
        {
            var start = (double[])_best.Clone();
            start[0] = level;
            yield return start;
        }
    }

    /// <summary>Regula falsi (Illinois) between a point inside the interval and one outside it.</summary>
    private double Root(double inside, double outside, double excessInside, double excessOutside)
    {
        for (var i = 0; i < 40 && Math.Abs(outside - inside) > Precision; i++)
        {
            var fall = Math.Min(excessOutside, 50);
            var share = Math.Clamp(fall / (fall - excessInside), 0.05, 0.95);
            var at = outside + share * (inside - outside);
            var excess = Excess(at);
            if (Math.Abs(excess) < 3e-3)
                return at;
            if (excess > 0)
            {
                (outside, excessOutside) = (at, excess);
                excessInside /= 2;
            }
            else
            {
                (inside, excessInside) = (at, excess);
                excessOutside /= 2;
            }
        }

        return (inside + outside) / 2;
    }
}
