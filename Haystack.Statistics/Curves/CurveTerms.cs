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

    /// <summary>The quadratic term of place, summed over the chain's outermost facts: ½·((x₁ − ½)² + (x₂ − ½)²).</summary>
    public const string PlaceSquared = "place_squared";

    /// <summary>1 where the facts are parted at all: what that alone costs.</summary>
    public const string Parted = "parted";

    /// <summary>½ where the fact to begin with stands first, −½ where it stands last.</summary>
    public const string Order = "order";

    /// <summary>log2(1 + facts of other chains between), centred on that of their mean number.</summary>
    public const string Between = "facts_between";

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

    /// <summary>Which term is <see cref="Parted"/>; −1 where it is left out.</summary>
    public int PartedTerm => Names.ToList().IndexOf(Parted);

    /// <summary>Why each missing term is missing, one line each.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>The terms that <paramref name="data"/> can tell apart, without facts between.</summary>
    public static CurveTerms For(CurveData data) => For(data, []);

    /// <summary>
    /// The terms that <paramref name="data"/> can tell apart. How far the facts stand from the midpoint, and how many
    /// others stand between, go with distance: as terms that are always there they would cost much of what the data say
    /// of it, so they come in where the answers ask for them (<see cref="RivalTerms"/>).
    /// </summary>
    public static CurveTerms For(CurveData data, IReadOnlyCollection<string> rivals)
    {
        var length = data.Length.Distinct().Average();
        double[] position = [.. data.Position.Select(p => p - 0.5)];
        var candidates = new (string Name, double[] Column, string Why)[]
        {
            (Context, [.. data.Length.Select(l => l - length)], "one context length only, or lengths that go with distance"),
            (Midpoint, position, "one position only, or positions that go with distance"),
            rivals.Contains(PlaceSquared) || !data.KnowsFound
                ? (PlaceSquared, [.. position.Zip(data.HalfSpan, (p, h) => p * p + h * h)], "too few positions")
                : (MidpointSquared, [.. position.Select(p => p * p)], "too few positions"),
            (Parted, [.. data.X.Select(x => x > 0 ? 1.0 : 0)], "facts never side by side, or at one other distance only"),
            (Order, data.Order, "one order only"),
        };
        if (rivals.Contains(Between))
            candidates = [.. candidates, (Between, [.. data.Between.Select(b => b - data.MeanBetween)], "facts between go with distance")];
        candidates = [.. candidates, .. Partings.Of(data).Where(p => rivals.Contains(p.Name)).Select(p => (p.Name, p.Column, "facts that are parted so go with distance"))];

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
                // A run of one order asked for it: that is no news.
                if (name is not Order)
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

    /// <summary>These terms and a column more; null where it cannot be told from them.</summary>
    public CurveTerms? With(CurveData data, double[] column)
    {
        var basis = new List<double[]>();
        foreach (var own in Columns.Prepend(data.X).Prepend([.. data.X.Select(_ => 1.0)]))
            Add(basis, own, data.N);
        return Add(basis, column, data.N) ? new CurveTerms(Names, [.. Columns, column], Dropped) : null;
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
