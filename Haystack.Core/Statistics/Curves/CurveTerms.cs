namespace Haystack.Statistics.Curves;

/// <summary>
/// The curve's terms beside level and distance, centred on the mean log2 of the context lengths tested and on the middle
/// of the document. Neither depends on how many trials went where, so D50 means the same however trials were allocated.
/// A term that the data cannot tell from the others is left out, and said so.
/// </summary>
internal sealed class CurveTerms
{
    /// <summary>A column that is explained by the others to more than this share is left out.</summary>
    private const double MaxExplained = 0.998;

    /// <summary>The term of the context length.</summary>
    public const string Context = "log2_context";

    /// <summary>The linear term of the chain's midpoint.</summary>
    public const string Midpoint = "position";

    /// <summary>The quadratic term of the chain's midpoint.</summary>
    public const string MidpointSquared = "position_squared";

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
        var length = data.Length.Distinct().Average();
        double[] position = [.. data.Position.Select(p => p - 0.5)];
        var candidates = new (string Name, double[] Column, string Why)[]
        {
            (Context, [.. data.Length.Select(l => l - length)], "one context length only, or lengths that go with distance"),
            (Midpoint, position, "one position only, or positions that go with distance"),
            (MidpointSquared, [.. position.Select(p => p * p)], "too few positions"),
        };

        var names = new List<string>();
        var columns = new List<double[]>();
        var dropped = new List<string>();
        var basis = new List<double[]>();
        Add(basis, [.. data.X.Select(_ => 1.0)], data.N);
        Add(basis, data.X, data.N);
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

    /// <summary>
    /// These terms and the first <paramref name="most"/> that can be told apart of: bends in distance and length, and
    /// interactions of distance, length and midpoint.
    /// </summary>
    public CurveTerms Widen(CurveData data, int most)
    {
        var (distance, length) = (data.X.Distinct().Average(), data.Length.Distinct().Average());
        double[] x = [.. data.X.Select(v => v - distance)], l = [.. data.Length.Select(v => v - length)], m = [.. data.Position.Select(v => v - 0.5)];
        var basis = new List<double[]>();
        foreach (var column in Columns.Prepend(data.X).Prepend([.. data.X.Select(_ => 1.0)]))
            Add(basis, column, data.N);
        var wider = new[] { Product(x, x), Product(x, l), Product(l, m), Product(x, m), Product(l, l) }
            .Where(column => Add(basis, column, data.N)).Take(most).ToArray();
        return new CurveTerms(Names, [.. Columns, .. wider], Dropped);

        static double[] Product(double[] a, double[] b) => [.. a.Zip(b, (v, w) => v * w)];
    }

    /// <summary>Gram–Schmidt: keeps a column whose part outside the span of the earlier ones is not negligible.</summary>
    private static bool Add(List<double[]> basis, double[] column, double[] weights)
    {
        var rest = (double[])column.Clone();
        var spread = 0.0;
        for (var b = 0; b < basis.Count; b++)
        {
            var share = Dot(rest, basis[b], weights) / Dot(basis[b], basis[b], weights);
            for (var i = 0; i < rest.Length; i++)
                rest[i] -= share * basis[b][i];
            // The first column is the constant: what is left after it is the column's spread.
            if (b == 0)
                spread = Dot(rest, rest, weights);
        }

        if (basis.Count > 0 && (spread <= 1e-9 * weights.Sum() || Dot(rest, rest, weights) < (1 - MaxExplained) * spread))
            return false;
        basis.Add(rest);
        return true;
    }

    private static double Dot(double[] a, double[] b, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += weights[i] * a[i] * b[i];
        return sum;
    }
}
