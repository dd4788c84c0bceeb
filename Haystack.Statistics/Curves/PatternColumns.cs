using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Haystack.Statistics.Curves;

/// <summary>
/// The patterns as columns, four at a time: nearly all of an analysis is spent on their logistic functions and products.
/// Columns are filled up to whole vectors with patterns that nobody answered. Compiled for speed at once: a short
/// command is over before code that proves hot would be.
/// </summary>
internal sealed class PatternColumns
{
    private const double Edge = 1e-10;

    /// <summary>Log-odds beyond which a logistic function is 0 or 1, before its exponential overflows.</summary>
    private const double Farthest = 700;

    /// <summary>Patterns a vector.</summary>
    private const int Lanes = 4;

    private readonly double[] _n;
    private readonly double[] _k;
    private readonly double[] _chance;
    private readonly double[] _found;
    private readonly double[][] _terms;
    private readonly double[] _logistic;
    private readonly double[] _right;
    private readonly double[] _scaled;
    private readonly double[] _residual;
    private readonly double[] _weight;
    private double[][] _change = [];

    /// <summary>The columns of <paramref name="data"/>: distance first, then those of <paramref name="terms"/>.</summary>
    public PatternColumns(CurveData data, double[][] terms)
    {
        (_n, _k, _chance, _found) = (Filled(data.N), Filled(data.K), Filled(data.Chance), Filled(data.Found));
        _terms = [Filled(data.X), .. terms.Select(Filled)];
        _logistic = new double[_n.Length];
        _right = new double[_n.Length];
        _scaled = new double[_n.Length];
        _residual = new double[_n.Length];
        _weight = new double[_n.Length];
    }

    /// <summary>The log-likelihood of level, slope, the terms' coefficients and lapse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Value(double level, double slope, ReadOnlySpan<double> coefficients, double lapse)
    {
        Evaluate(level, slope, coefficients, lapse);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < _n.Length; i += Lanes)
        {
            var (n, k, p) = (At(_n, i), At(_k, i), At(_right, i));
            sum += k * Vector256.Log(p) + (n - k) * Vector256.Log(Vector256<double>.One - p);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Score and the lower half of the expected information of what <paramref name="tie"/> leaves free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derivatives(double level, double slope, ReadOnlySpan<double> coefficients, double lapse, in SlopeTie tie, double[] score, double[,] information)
    {
        Evaluate(level, slope, coefficients, lapse);
        Change(lapse, tie, score.Length);
        for (var a = 0; a < score.Length; a++)
        {
            var own = _change[a];
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < own.Length; i += Lanes)
            {
                var change = At(own, i);
                sum += At(_residual, i) * change;
                (At(_weight, i) * change).StoreUnsafe(ref _scaled[i]);
            }

            score[a] = Vector256.Sum(sum);
            for (var b = 0; b <= a; b++)
                information[a, b] = Dot(_scaled, _change[b]);
        }
    }

    /// <summary>Logistic functions and chances of a right answer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(double level, double slope, ReadOnlySpan<double> coefficients, double lapse)
    {
        var one = Vector256<double>.One;
        var (least, most, open) = (Vector256.Create(Edge), Vector256.Create(1 - Edge), Vector256.Create(1 - lapse));
        var (bottom, top) = (Vector256.Create(-Farthest), Vector256.Create(Farthest));
        for (var i = 0; i < _n.Length; i += Lanes)
        {
            var odds = Vector256.Create(level) + slope * At(_terms[0], i);
            for (var t = 0; t < coefficients.Length; t++)
                odds += coefficients[t] * At(_terms[1 + t], i);
            odds = Vector256.Min(Vector256.Max(odds, bottom), top);
            var logistic = one / (one + Vector256.Exp(-odds));
            logistic.StoreUnsafe(ref _logistic[i]);
            var chance = At(_chance, i);
            var right = chance + (open - chance) * At(_found, i) * logistic;
            Vector256.Min(Vector256.Max(right, least), most).StoreUnsafe(ref _right[i]);
        }
    }

    /// <summary>By how much each free parameter moves the chance of a right answer, what answers weigh, and how far they lie off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Change(double lapse, in SlopeTie tie, int size)
    {
        if (_change.Length != size)
            _change = [.. Enumerable.Range(0, size).Select(_ => new double[_n.Length])];
        var one = Vector256<double>.One;
        var open = Vector256.Create(1 - lapse);
        for (var i = 0; i < _n.Length; i += Lanes)
        {
            var (n, p, s, found, x) = (At(_n, i), At(_right, i), At(_logistic, i), At(_found, i), At(_terms[0], i));
            var variance = p * (one - p);
            (n / variance).StoreUnsafe(ref _weight[i]);
            ((At(_k, i) - n * p) / variance).StoreUnsafe(ref _residual[i]);
            var steepness = (open - At(_chance, i)) * found * s * (one - s);
            (steepness * (one + tie.ByLevel * x)).StoreUnsafe(ref _change[0][i]);
            var place = 1;
            if (tie.IsFree)
                (steepness * x).StoreUnsafe(ref _change[place++][i]);
            for (var t = 1; t < _terms.Length; t++, place++)
            {
                var column = At(_terms[t], i);
                if (t - 1 == tie.PartedTerm)
                    column += tie.ByParted * x;
                (steepness * column).StoreUnsafe(ref _change[place][i]);
            }

            (steepness * tie.ByLapse * x - found * s).StoreUnsafe(ref _change[place][i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double[] a, double[] b)
    {
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < a.Length; i += Lanes)
            sum += At(a, i) * At(b, i);
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> At(double[] column, int i) => Vector256.LoadUnsafe(ref column[i]);

    private static double[] Filled(double[] column)
    {
        var filled = new double[(column.Length + Lanes - 1) / Lanes * Lanes];
        column.CopyTo(filled, 0);
        return filled;
    }
}
