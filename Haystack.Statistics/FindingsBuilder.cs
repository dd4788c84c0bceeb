using Haystack.Statistics.Curves;

namespace Haystack.Statistics;

/// <summary>
/// What chains say: <see cref="Findings"/>. A pure function: the same chains in the same order give the same figures.
/// </summary>
public static class FindingsBuilder
{
    /// <summary>
    /// A change per doubling is given only where "no effect of distance" is refuted at this one-sided level: a flat reader
    /// that is told one is told a wrong one, and a fall that is there is mostly far surer.
    /// </summary>
    private const double TrendLevel = 0.0005;

    /// <summary>Accuracy of the pair question against distance.</summary>
    /// <param name="chains">The chains.</param>
    /// <param name="stopsAtWidth">Whether they were asked until the interval of D50 was narrow enough.</param>
    /// <exception cref="ArgumentException">A chain has a distance below 0, a length below 1, a place that is not 0–1, or a chance level that is not 0 to less than 1.</exception>
    public static Findings Accuracy(IReadOnlyList<ChainOutcome> chains, bool stopsAtWidth = false)
    {
        Check(chains);
        var places = Places(chains);
        var answered = Capped.Allow(Build([.. chains.Where(c => c.Pair is not null)], places, stopsAtWidth), chains);
        var unsure = chains.Where(c => c.IsUnsure).ToArray();
        return unsure.Length == 0 ? answered : EitherWay.Allow(
            answered,
            Build([.. chains.Where(c => c.IsUnsure || c.Pair is not null).Select(c => c with { Pair = c.Pair ?? false })], places, stopsAtWidth),
            Build([.. chains.Where(c => c.IsUnsure || c.Pair is not null).Select(c => c with { Pair = c.IsUnsure || c.Pair!.Value })], places, stopsAtWidth),
            new Proportion(unsure.Length, chains.Count(c => c.IsUnsure || c.Pair is not null)),
            ShareTrend.P(chains.Where(c => c.IsUnsure || c.Pair is not null).Select(c => (c.DocumentId, c.DistanceTokens, c.IsUnsure))));
    }

    /// <summary>
    /// The combination rate: the same over the chains whose single facts were both answered right, so that neither fact
    /// was out of reach where it stood.
    /// </summary>
    /// <inheritdoc cref="Accuracy"/>
    public static Findings Combination(IReadOnlyList<ChainOutcome> chains, bool stopsAtWidth = false)
    {
        Check(chains);
        return Build([.. chains.Where(c => c is { Pair: not null, First: true, Second: true })], Places(chains), stopsAtWidth);
    }

    /// <summary>Answered pair questions as the curve takes them, with the places of their facts as the single facts show them.</summary>
    internal static CurveObservation[] Observations(IReadOnlyList<ChainOutcome> chains) => Observations(chains, Guessing.ByDistance(chains).Share, Places(chains)?.Shares(chains));

    /// <summary>Chance counts for what the model guesses of what it does not know.</summary>
    private static CurveObservation[] Observations(IReadOnlyList<ChainOutcome> chains, Func<int, double> guesses, FoundShares? found) =>
        [.. chains.Select((c, i) => new CurveObservation(c.DocumentId, c.DistanceTokens, c.ContextTokens, c.Position, c.ChanceLevel * guesses(c.DistanceTokens), c.Pair!.Value)
        {
            HalfSpan = c.HalfSpan,
            Order = c.Order,
            Intervening = c.Intervening,
            Found = found?.Chains[i],
        })];

    private static void Check(IReadOnlyList<ChainOutcome> chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        foreach (var chain in chains)
        {
            if (chain.DistanceTokens < 0 || chain.ContextTokens < 1 || !IsPlace(chain.Position) || !IsPlace(chain.FirstPlace ?? 0) || !IsPlace(chain.LastPlace ?? 0)
                || !IsChance(chain.ChanceLevel) || !IsChance(chain.SingleChance))
                throw new ArgumentException($"a chain of document {chain.DocumentId} has figures that cannot be: {chain}", nameof(chains));
        }

        static bool IsPlace(double share) => share is >= 0 and <= 1;
        static bool IsChance(double share) => share is >= 0 and < 1;
    }

    private static Interval? Over(Interval? curve, Interval? free) =>
        curve is { } c && free is { } f ? new Interval(Math.Min(c.Low, f.Low), Math.Max(c.High, f.High)) : curve;

    private static FactPlaces? Places(IReadOnlyList<ChainOutcome> chains) => FactPlaces.From(chains, Guessing.Share(chains));

    private static Findings Build(ChainOutcome[] chains, FactPlaces? places, bool stopsAtWidth)
    {
        var guesses = Guessing.Share(chains);
        var found = places?.Shares(chains);
        var (guessedAt, mixed) = Guessing.ByDistance(chains);
        var result = CurveAnalysis.Run(Observations(chains, guessedAt, found), stopsAtWidth, found?.InMiddle ?? 1);
        // The shares of few misses at each distance are rough: the limits reach from chance counting for so much to not at all.
        if (mixed && CurveAnalysis.Run(Observations(chains, _ => 0, found), stopsAtWidth, found?.InMiddle ?? 1) is var without)
            result = result with { D50 = EitherWay.Hull([result.D50, without.D50], false), D85 = EitherWay.Hull([result.D85, without.D85], false), Notes = [Guessing.GoesWithDistance, .. result.Notes] };
        var byDistance = chains.GroupBy(c => c.DistanceTokens).OrderBy(g => g.Key)
            .Select(g => new DistanceProportion(g.Key, new Proportion(g.Count(c => c.Pair!.Value), g.Count()))
            {
                Expected = result.Expected is { } expected ? expected[g.Key] : null,
            })
            .ToArray();
        // From the smallest distance above 0: the way from 0 to there is no doubling of anything.
        var tested = byDistance.Select(d => d.DistanceTokens).Where(d => d > 0).ToArray();
        // And only where there is a trend: else its interval would be a claim about a slope that was not found.
        // Nor where it mixes what is known with what is guessed, or the form is disputed, nor where places lose facts: the middle of the document, for which it would be, is then known by estimates only.
        var doublings = result.Curve is not null && tested.Length >= 2 && !result.PlaceMatters && !mixed && result.Disputed.Count == 0 && (result.Status == CurveStatus.Fitted || result.Rises)
            && result.DistanceEffectP is { } p && Math.Min(p, 1 - p) < TrendLevel
            && chains.Select(c => c.DocumentId).Distinct(StringComparer.Ordinal).Count() >= FigureRule.FewDocuments;
        var findings = new Findings
        {
            Status = result.Status,
            D50 = result.D50,
            D85 = result.D85,
            Curve = result.Curve,
            // The interval allows for its being given where the trend is striking only.
            ChangePerDoubling = doublings ? result.Curve!.ChangePerDoubling(tested[0], tested[^1]) : null,
            ChangePerDoublingInterval = doublings
                ? ToldIfStriking.Widen(Over(result.Curve!.ChangePerDoublingInterval(tested[0], tested[^1]), result.FreeChange), result.Curve!.ChangePerDoubling(tested[0], tested[^1]), result.DistanceEffectP!.Value, TrendLevel) : null,
            DistanceEffectP = result.DistanceEffectP,
            DesignEffect = result.DesignEffect,
            LackOfFitP = result.LackOfFitP,
            PooledContradict = result.PooledContradict,
            Free = result.Free,
            Disputed = result.Disputed,
            ByDistance = byDistance,
            Notes = result.Notes,
        };
        if (guesses < Guessing.Told)
            findings = findings with { Notes = [Guessing.Text(guesses), .. findings.Notes] };
        return findings with { Notes = [.. findings.Warnings, .. findings.Notes] };
    }
}
