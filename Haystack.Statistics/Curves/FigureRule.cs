namespace Haystack.Statistics.Curves;

/// <summary>
/// Where limits that are open above leave room for a D50. They say that accuracy may never fall half-way; a figure beside
/// them is the curve's form alone unless the answers speak against what would keep it from that: a floor (a cliff, or a
/// smooth fall, that levels off before half), and facts between in the place of tokens. With few documents nothing speaks against it.
/// </summary>
internal static class FigureRule
{
    /// <summary>Log-likelihood from which on the floor is taken to be there: what one parameter gains by chance (H. Akaike, 1974).</summary>
    public const double FloorGain = 1;

    /// <summary>Log-likelihood from which on "facts between add nothing" is in doubt: half the 90% quantile of χ² with one degree of freedom.</summary>
    public const double BetweenGain = 1.35;

    /// <summary>So much less likely than the fall to chance a floor may be, in log-likelihood, and not be excluded.</summary>
    private const double FloorNotExcluded = -0.75;

    /// <summary>With fewer documents a figure needs limits on both sides, and a change per doubling is not given: what passes the tests is mostly luck's share of the fall.</summary>
    public const int FewDocuments = 32;

    /// <summary>What a curve that levels off may keep, of what is known at its best: half or more, so that it has no D50.</summary>
    private static readonly double[] Floors = [0.5, 0.57, 0.65];

    /// <summary>How much likelier the likeliest floor makes the answers than <paramref name="fit"/>, in log-likelihood; below 0 where it makes them less likely.</summary>
    public static double Floor(CurveData data, CurveTerms terms, CurveFit fit, double maxLapse) =>
        Floors.Max(floor => CurveFit.Free(data.WithFloor(floor, fit.Lapse), terms, maxLapse).Value) - fit.Value;

    /// <summary>The finding, its D50 by the lower limit only where the answers do not bear a figure out.</summary>
    /// <param name="found">The finding, its limits over all that is in doubt.</param>
    /// <param name="documents">How many documents it rests on.</param>
    /// <param name="betweenInstead">Whether facts between are asked for, and with their number fixed accuracy may not fall half-way.</param>
    public static CurveResult Told(CurveResult found, int documents, bool betweenInstead)
    {
        if (found.D50 is not { Tokens: not null, HighBeyond: true })
            return found;
        var why = documents < FewDocuments ? CurveNotes.TooFewForFigure : betweenInstead ? CurveNotes.MayBeFactsBetween
            : found.FloorGain > FloorNotExcluded ? CurveNotes.MayLevelOff : null;
        return why is null ? found : found with { D50 = FreeFall.NotReached(found.D50), Notes = [why, .. found.Notes] };
    }
}
