namespace Haystack.Statistics.Curves;

/// <summary>
/// What else than distance may make far facts harder to combine: how far they stand from their midpoint (places that
/// the single facts do not show), how many other facts stand between, and what they stand on two sides of. Each goes with
/// distance, so it becomes a term only where the answers ask for it beside distance, by a score test over documents (C. R. Rao, 1948).
/// </summary>
internal sealed class RivalTerms
{
    /// <summary>A rival comes in where "it adds nothing to distance" is refuted at this level.</summary>
    public const double Level = 0.01;

    /// <summary>
    /// A parting does at this one, after Bonferroni: one that stays out is taken for distance, and one too many costs no more
    /// than a wider interval and the change per doubling.
    /// </summary>
    private const double PartingLevel = 0.05;

    /// <summary>What stays out is suspected at this one, on the side of a loss only: as if at half of it.</summary>
    private const double SuspectLevel = 0.1;

    private RivalTerms(CurveTerms terms, CurveFit fit, double? betweenP, string? suspect = null) => (Terms, Fit, BetweenP, Suspect) = (terms, fit, betweenP, suspect);

    /// <summary>The terms, rivals included.</summary>
    public CurveTerms Terms { get; }

    /// <summary>The fit with them, its slope free.</summary>
    public CurveFit Fit { get; }

    /// <summary>p-value of "facts between add nothing to distance"; null where that cannot be asked.</summary>
    public double? BetweenP { get; }

    /// <summary>What facts may stand on two sides of, as a term; null where none is.</summary>
    public string? Apart => Terms.Names.FirstOrDefault(Partings.Is);

    /// <summary>The likeliest of partings and facts between, where it stayed out and is not cleared of suspicion; else null.</summary>
    public string? Suspect { get; }

    /// <summary>Chooses for <paramref name="data"/>.</summary>
    /// <param name="data">The answers.</param>
    /// <param name="maxLapse">The bound of λ.</param>
    /// <param name="known">The fit without rivals, where it was made already.</param>
    /// <param name="partings">Whether what facts stand on two sides of may come in.</param>
    /// <param name="rival">One that is in whatever the answers say.</param>
    public static RivalTerms For(CurveData data, double maxLapse, CurveFit? known = null, bool partings = true, string? rival = null)
    {
        List<string> chosen = rival is null ? [] : [rival];
        double? betweenP = null;
        while (true)
        {
            var terms = CurveTerms.For(data, chosen);
            var fit = chosen.Count == 0 && known is not null ? known : CurveFit.Free(data, terms, maxLapse);
            if (fit.IsSeparated())
                return new RivalTerms(terms, fit, betweenP);
            var tests = Columns(data).Where(c => !chosen.Contains(c.Name) && !(Partings.Is(c.Name) && chosen.Exists(Partings.Is)))
                .Select(c => (c.Name, P: terms.With(data, c.Column) is { } wider ? LackOfFit.P(data, terms, wider, fit) : null)).ToArray();
            betweenP ??= tests.FirstOrDefault(t => t.Name == CurveTerms.Between).P;
            var (name, p) = tests.Where(t => !Partings.Is(t.Name)).DefaultIfEmpty().MinBy(t => t.P ?? 1);
            (string Name, double? P)[] apart = [.. tests.Where(t => Partings.Is(t.Name) && t.P is not null).OrderBy(t => t.P)];
            if (!(p < Level) && partings && Parting(data, terms, fit, apart) is { } likeliest)
                (name, p) = (likeliest, 0);
            if (!(p < Level))
                return new RivalTerms(terms, fit, betweenP, tests.Where(t => t.P < SuspectLevel && t.Name != CurveTerms.PlaceSquared && (partings || !Partings.Is(t.Name))).OrderBy(t => t.P).FirstOrDefault().Name);
            chosen.Add(name);
        }
    }

    /// <summary>The parting that the answers ask for; null where none, or where a step at one distance is likelier than any.</summary>
    private static string? Parting(CurveData data, CurveTerms terms, CurveFit fit, (string Name, double? P)[] tests)
    {
        if (tests.Length == 0)
            return null;
        // The likeliest of many is the likelier by chance (Bonferroni).
        var (name, p) = tests[0];
        return p * tests.Length < PartingLevel && !(LackOfFit.Step(data, terms, fit)?.P < p * tests.Length) ? name : null;
    }

    /// <summary>What may come in and is no place: facts between, and all that facts may stand on two sides of.</summary>
    public static IEnumerable<string> Names(CurveData data) => Partings.Of(data).Select(p => p.Name).Prepend(CurveTerms.Between);

    private static IEnumerable<(string Name, double[] Column)> Columns(CurveData data)
    {
        // Without single facts the places of both are a term from the start.
        if (data.KnowsFound)
            yield return (CurveTerms.PlaceSquared, [.. data.HalfSpan.Select(h => h * h)]);
        yield return (CurveTerms.Between, data.Between);
        foreach (var parting in Partings.Of(data))
            yield return parting;
    }
}
