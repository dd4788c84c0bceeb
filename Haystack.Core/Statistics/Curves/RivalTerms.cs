namespace Haystack.Statistics.Curves;

/// <summary>
/// What else than distance may make far facts harder to combine: how far they stand from their midpoint (places that
/// the single facts do not show), and how many other facts stand between. Each goes with distance, so it becomes a term
/// only where the answers ask for it beside distance, by a score test over documents (C. R. Rao, 1948).
/// </summary>
internal sealed class RivalTerms
{
    /// <summary>A rival comes in where "it adds nothing to distance" is refuted at this level.</summary>
    public const double Level = 0.01;

    private RivalTerms(CurveTerms terms, CurveFit fit, double? betweenP) => (Terms, Fit, BetweenP) = (terms, fit, betweenP);

    /// <summary>The terms, rivals included.</summary>
    public CurveTerms Terms { get; }

    /// <summary>The fit with them, its slope free.</summary>
    public CurveFit Fit { get; }

    /// <summary>p-value of "facts between add nothing to distance"; null where that cannot be asked.</summary>
    public double? BetweenP { get; }

    /// <summary>Chooses for <paramref name="data"/>.</summary>
    public static RivalTerms For(CurveData data, double maxLapse)
    {
        var chosen = new List<string>();
        double? betweenP = null;
        while (true)
        {
            var terms = CurveTerms.For(data, chosen);
            var fit = CurveFit.Free(data, terms, maxLapse);
            if (fit.IsSeparated())
                return new RivalTerms(terms, fit, betweenP);
            var tests = Columns(data).Where(c => !chosen.Contains(c.Name))
                .Select(c => (c.Name, P: terms.With(data, c.Column) is { } wider ? LackOfFit.P(data, terms, wider, fit) : null)).ToArray();
            betweenP ??= tests.FirstOrDefault(t => t.Name == CurveTerms.Between).P;
            var (name, p) = tests.MinBy(t => t.P ?? 1);
            if (!(p < Level))
                return new RivalTerms(terms, fit, betweenP);
            chosen.Add(name);
        }
    }

    private static IEnumerable<(string Name, double[] Column)> Columns(CurveData data)
    {
        // Without single facts the places of both are a term from the start.
        if (data.KnowsFound)
            yield return (CurveTerms.PlaceSquared, [.. data.HalfSpan.Select(h => h * h)]);
        yield return (CurveTerms.Between, data.Between);
    }
}
