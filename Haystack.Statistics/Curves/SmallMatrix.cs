namespace Haystack.Statistics.Curves;

/// <summary>Symmetric positive definite systems of a handful of unknowns.</summary>
internal static class SmallMatrix
{
    /// <summary>Solves m·x = v over the unknowns in <paramref name="active"/>; the others get 0. False where m is not positive definite.</summary>
    public static bool TrySolve(double[,] m, double[] v, ReadOnlySpan<int> active, double[] x)
    {
        Array.Clear(x);
        var n = active.Length;
        Span<double> lower = stackalloc double[n * n];
        if (!TryFactor(m, active, lower))
            return false;
        Span<double> y = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            var sum = v[active[i]];
            for (var j = 0; j < i; j++)
                sum -= lower[i * n + j] * y[j];
            y[i] = sum / lower[i * n + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var sum = y[i];
            for (var j = i + 1; j < n; j++)
                sum -= lower[j * n + i] * x[active[j]];
            x[active[i]] = sum / lower[i * n + i];
        }

        return true;
    }

    /// <summary>The inverse over the unknowns in <paramref name="active"/>, zero elsewhere; null where m is not positive definite.</summary>
    public static double[,]? Inverse(double[,] m, ReadOnlySpan<int> active)
    {
        var size = m.GetLength(0);
        var inverse = new double[size, size];
        var unit = new double[size];
        var column = new double[size];
        foreach (var j in active)
        {
            Array.Clear(unit);
            unit[j] = 1;
            if (!TrySolve(m, unit, active, column))
                return null;
            foreach (var i in active)
                inverse[i, j] = column[i];
        }

        return inverse;
    }

    /// <summary>m·v.</summary>
    public static double[] Times(double[,] m, double[] v) =>
        [.. Enumerable.Range(0, v.Length).Select(i => Enumerable.Range(0, v.Length).Sum(j => m[i, j] * v[j]))];

    /// <summary>v'·m·v.</summary>
    public static double Form(double[,] m, double[] v) => Times(m, v).Zip(v, (a, b) => a * b).Sum();

    private static bool TryFactor(double[,] m, ReadOnlySpan<int> active, Span<double> lower)
    {
        var n = active.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = m[active[i], active[j]];
                for (var k = 0; k < j; k++)
                    sum -= lower[i * n + k] * lower[j * n + k];
                if (i != j)
                    lower[i * n + j] = sum / lower[j * n + j];
                else if (sum > 1e-13 * Math.Max(1e-12, m[active[i], active[i]]))
                    lower[i * n + i] = Math.Sqrt(sum);
                else
                    return false;
            }
        }

        return true;
    }
}
