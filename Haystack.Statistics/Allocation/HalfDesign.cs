using Haystack.Statistics.Curves;

namespace Haystack.Statistics.Allocation;

/// <summary>
/// Gives each further chain to the cell that narrows D50 most under the curve fitted so far (a c-optimal design,
/// sequentially: S. D. Silvey, Optimal Design, 1980). A gain is the fall of the variance of D50, in doublings squared.
/// </summary>
internal sealed class HalfDesign : IDesign
{
    private readonly CurveFit _fit;
    private readonly IReadOnlyList<string> _terms;
    private readonly double _meanLength;
    private readonly double _chance;
    private readonly double[] _gradient;
    private readonly double[,] _covariance;
    private readonly Dictionary<AllocationCell, (double[] Change, double Weight)[]> _rows;

    private HalfDesign(CurveFit fit, IReadOnlyList<string> terms, double meanLength, double chance, double[] gradient, double[,] covariance)
    {
        (_fit, _terms, _meanLength, _chance) = (fit, terms, meanLength, chance);
        (_gradient, _covariance, _rows) = (gradient, covariance, []);
    }

    private HalfDesign(HalfDesign other)
    {
        (_fit, _terms, _meanLength, _chance) = (other._fit, other._terms, other._meanLength, other._chance);
        (_gradient, _covariance, _rows) = (other._gradient, (double[,])other._covariance.Clone(), other._rows);
    }

    /// <summary>The design at the fit so far; null where there is no D50 to narrow yet.</summary>
    public static HalfDesign? From(IReadOnlyList<CurveObservation> observations, double maxLapse)
    {
        if (CurveData.From(observations) is not { } data || data.MinDistance == data.MaxDistance)
            return null;
        var terms = CurveTerms.For(data);
        var fit = CurveFit.Free(data, terms, maxLapse);
        if (!(fit.Slope < 0) || fit.IsSeparated() || RobustScores.ModelCovariance(fit.Fitter, fit.At) is not { } covariance)
            return null;
        var gradient = Gradient(fit, data);
        return gradient.All(double.IsFinite)
            ? new HalfDesign(fit, terms.Names, data.Length.Distinct().Average(), data.MeanChance, gradient, covariance)
            : null;
    }

    public double Gain(AllocationCell cell)
    {
        var gain = 0.0;
        foreach (var (z, weight) in Rows(cell))
        {
            var (along, variance) = (0.0, 0.0);
            for (var i = 0; i < z.Length; i++)
            {
                for (var j = 0; j < z.Length; j++)
                {
                    along += _gradient[i] * _covariance[i, j] * z[j];
                    variance += z[i] * _covariance[i, j] * z[j];
                }
            }

            gain += weight * along * along / (1 + weight * variance);
        }

        return gain;
    }

    public void Add(AllocationCell cell)
    {
        foreach (var (z, weight) in Rows(cell))
        {
            var moved = new double[z.Length];
            var variance = 0.0;
            for (var i = 0; i < z.Length; i++)
            {
                for (var j = 0; j < z.Length; j++)
                    moved[i] += _covariance[i, j] * z[j];
            }

            for (var i = 0; i < z.Length; i++)
                variance += z[i] * moved[i];
            // Sherman and Morrison: one more row of information.
            for (var i = 0; i < z.Length; i++)
            {
                for (var j = 0; j < z.Length; j++)
                    _covariance[i, j] -= weight * moved[i] * moved[j] / (1 + weight * variance);
            }
        }
    }

    public IDesign Copy() => new HalfDesign(this);

    private (double[] Change, double Weight)[] Rows(AllocationCell cell)
    {
        if (!_rows.TryGetValue(cell, out var rows))
        {
            var reach = MidpointNodes.Reach(cell);
            _rows.Add(cell, rows = [.. MidpointNodes.Unit.Select(node => Row(cell, node.Place * reach, node.Share))]);
        }

        return rows;
    }

    private (double[] Change, double Weight) Row(AllocationCell cell, double fromMiddle, double share)
    {
        var x = CurveData.Doublings(cell.DistanceTokens);
        var halfSpan = (1 - 2 * MidpointNodes.Reach(cell)) / 2;
        var eta = _fit.Level + _fit.Slope * x;
        var z = new double[_fit.At.Length];
        for (var t = 0; t < _terms.Count; t++)
        {
            z[2 + t] = _terms[t] switch
            {
                CurveTerms.Context => Math.Log2(cell.ContextTokens) - _meanLength,
                CurveTerms.Midpoint => fromMiddle,
                CurveTerms.MidpointSquared => fromMiddle * fromMiddle,
                CurveTerms.PlaceSquared => fromMiddle * fromMiddle + halfSpan * halfSpan,
                CurveTerms.Parted => x > 0 ? 1 : 0,
                // Order and what stands between are balanced by the planner: nothing to choose by.
                _ => 0,
            };
            eta += _fit.At[2 + t] * z[2 + t];
        }

        var s = 1 / (1 + Math.Exp(-eta));
        var p = Math.Clamp(_chance + (1 - _chance - _fit.Lapse) * s, 1e-6, 1 - 1e-6);
        var steepness = (1 - _chance - _fit.Lapse) * s * (1 - s);
        (z[0], z[1], z[^1]) = (steepness, steepness * x, -s);
        for (var t = 0; t < _terms.Count; t++)
            z[2 + t] *= steepness;
        return (z, share / (p * (1 - p)));
    }

    private static double[] Gradient(CurveFit fit, CurveData data)
    {
        const double h = 1e-5;
        var gradient = new double[fit.At.Length];
        foreach (var place in fit.Places)
            gradient[place] = (Reach(place, h) - Reach(place, -h)) / (2 * h);
        return gradient;

        double Reach(int place, double by)
        {
            var at = (double[])fit.At.Clone();
            at[place] += by;
            return fit.Reach(SlopeRule.Half(1), at, data);
        }
    }
}
