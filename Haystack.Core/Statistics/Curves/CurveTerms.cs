namespace Haystack.Statistics.Curves;

/// <summary>
/// The curve's terms beside level and distance, centred on their means over the trials, so that the level is the one
/// at mean log length and mean midpoint. A term that the data cannot tell from the others is left out, and said so.
/// </summary>
internal sealed class CurveTerms
{
    /// <summary>A column that is explained by the others to more than this share is left out.</summary>
    private const double MaxExplained = 0.998;

    private CurveTerms(IReadOnlyList<string> names, double[][] columns, IReadOnlyList<string> dropped)
    {
        Names = names;
        Columns = columns;
        Dropped = dropped;
    }

    /// <summary>The names of the terms in use, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A column a term: its value in each pattern.</summary>
    public double[][] Columns { get; }

    /// <summary>Why each missing term is missing, one line each.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>The terms that <paramref name="data"/> can tell apart.</summary>
    public static CurveTerms For(CurveData data)
    {
        var position = Centred(data.Position, data.N);
        var candidates = new (string Name, double[] Column, string Why)[]
        {
            ("log2_context", Centred(data.Length, data.N), "one context length only, or lengths that go with distance"),
            ("position", position, "one position only, or positions that go with distance"),
            ("position_squared", Centred([.. position.Select(p => p * p)], data.N), "too few positions"),
        };

        var names = new List<string>();
        var columns = new List<double[]>();
        var dropped = new List<string>();
        var basis = new List<double[]>();
        Add(basis, Centred(data.X, data.N), data.N);
        foreach (var (name, column, why) in candidates)
        {
            if (Add(basis, column, data.N))
            {
                names.Add(name);
                columns.Add(column);
            }
            else
            {
                dropped.Add($"no term for {name}: {why}");
            }
        }

        return new CurveTerms(names, [.. columns], dropped);
    }

    /// <summary>Gram–Schmidt: keeps a column whose part outside the span of the earlier ones is not negligible.</summary>
    private static bool Add(List<double[]> basis, double[] column, double[] weights)
    {
        var rest = (double[])column.Clone();
        var before = Dot(rest, rest, weights);
        if (before <= 1e-9 * weights.Sum())
            return false;
        foreach (var other in basis)
        {
            var share = Dot(rest, other, weights) / Dot(other, other, weights);
            for (var i = 0; i < rest.Length; i++)
                rest[i] -= share * other[i];
        }

        if (Dot(rest, rest, weights) < (1 - MaxExplained) * before)
            return false;
        basis.Add(rest);
        return true;
    }

    private static double[] Centred(double[] values, double[] weights)
    {
        var mean = Dot(values, [.. values.Select(_ => 1.0)], weights) / weights.Sum();
        return [.. values.Select(v => v - mean)];
    }

    private static double Dot(double[] a, double[] b, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += weights[i] * a[i] * b[i];
        return sum;
    }
}
