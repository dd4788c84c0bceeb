using System.Globalization;

namespace Haystack.Statistics;

/// <summary>
/// What is left of a finding where questions came to no answer, or to one that reads either way: they may be the very
/// ones that the model gets wrong, so every limit reaches from where they all count as wrong to where they all count as right.
/// </summary>
internal static class EitherWay
{
    /// <summary>With a larger share unsure no estimate is given, only limits: whichever way they count moves it.</summary>
    private const double MostForEstimate = 0.02;

    /// <summary>The finding from the answers alone, with the limits of both ways to count.</summary>
    /// <param name="answered">From the answers alone.</param>
    /// <param name="wrong">Where the unsure ones count as wrong.</param>
    /// <param name="right">Where they count as right.</param>
    /// <param name="unsure">How many are unsure, of all asked.</param>
    /// <param name="trend">p-value of "unsure ones have nothing to do with distance".</param>
    public static Findings Allow(Findings answered, Findings wrong, Findings right, Proportion unsure, double? trend)
    {
        Findings[] ways = [answered, wrong, right];
        var keeps = unsure.Value < MostForEstimate;
        var found = answered with
        {
            Status = Status(ways),
            D50 = Hull([.. ways.Select(w => w.D50)], keeps),
            D85 = Hull([.. ways.Select(w => w.D85)], keeps),
            ChangePerDoublingInterval = Hull([.. ways.Select(w => w.ChangePerDoublingInterval)]),
            Missing = [Text(unsure, keeps, trend)],
        };
        return found with { Notes = [.. found.Warnings, .. answered.Notes.Except(answered.Warnings)] };
    }

    /// <summary>"No fall" and "every answer right" are only said where that holds either way.</summary>
    private static CurveStatus Status(Findings[] ways) =>
        ways.All(w => w.Status == ways[0].Status) ? ways[0].Status
        : ways.Any(w => w.Status == CurveStatus.Contradicted) ? CurveStatus.Contradicted
        : ways.Any(w => w.Status is CurveStatus.AtChance or CurveStatus.TooFew) ? CurveStatus.TooFew
        : ways.All(w => w.Status is CurveStatus.Flat or CurveStatus.Perfect) ? CurveStatus.Flat
        : CurveStatus.Fitted;

    /// <summary>A distance whose limits reach over several ways to count.</summary>
    /// <param name="ways">The ways, the one whose estimate is kept first.</param>
    /// <param name="keepsEstimate">Whether it is.</param>
    public static TokenDistance Hull(TokenDistance[] ways, bool keepsEstimate)
    {
        var open = ways.Any(w => w.HighBeyond || w.High is null);
        return new TokenDistance
        {
            Tokens = keepsEstimate ? ways[0].Tokens : null,
            Low = ways.Any(w => w.Low is null) ? null : ways.Min(w => w.Low),
            High = open ? null : ways.Max(w => w.High),
            Beyond = ways.All(w => w.Beyond) || (keepsEstimate && ways[0].Beyond),
            HighBeyond = ways.Any(w => w.HighBeyond),
        };
    }

    /// <summary>The interval over several ways to count; null where one has none.</summary>
    public static Interval? Hull(Interval?[] ways) =>
        ways.All(w => w is not null) ? new Interval(ways.Min(w => w!.Value.Low), ways.Max(w => w!.Value.High)) : null;

    private static string Text(Proportion unsure, bool keepsEstimate, double? trend) => string.Create(CultureInfo.InvariantCulture,
        $"{unsure.Successes} of {unsure.Total} pair questions ({100 * unsure.Value:0.#}%) have no answer or one that reads either way: "
        + $"the limits of D50 and D85 reach from all of them wrong to all of them right{(keepsEstimate ? "" : ", and no estimate is given")}"
        + $"{(trend < ShareTrend.Level ? $"; how often that happens goes with distance (p {(trend < 0.001 ? "< 0.001" : $"= {trend:0.000}")})" : "")}");
}
