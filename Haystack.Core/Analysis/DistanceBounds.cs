using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>Between which distances an estimate lies, however the trials that are not settled come out.</summary>
/// <param name="Low">The smallest, in tokens; null where it lies beyond the largest distance tested by every reading.</param>
/// <param name="High">The largest; null where it lies beyond the largest distance tested.</param>
/// <param name="Farthest">The largest distance tested, in tokens.</param>
/// <param name="MayBeNone">Whether there is no estimate at all by some reading.</param>
public sealed record DistanceBounds(double? Low, double? High, int Farthest, bool MayBeNone)
{
    /// <summary>The bounds of D50 over several ways to settle the same trials; null where none of them gives one.</summary>
    internal static DistanceBounds? Of(IEnumerable<Findings> readings)
    {
        var (low, high, farthest, none, any) = (double.PositiveInfinity, double.NegativeInfinity, 0, false, false);
        foreach (var found in readings)
        {
            farthest = Math.Max(farthest, found.ByDistance.Select(d => d.DistanceTokens).DefaultIfEmpty(0).Max());
            if (Ends(found) is not var (from, to))
            {
                none = true;
                continue;
            }

            (low, high, any) = (Math.Min(low, from), Math.Max(high, to), true);
        }

        return any ? new DistanceBounds(double.IsFinite(low) ? low : null, double.IsFinite(high) ? high : null, farthest, none) : null;
    }

    private static (double From, double To)? Ends(Findings found) => found.D50 switch
    {
        { Tokens: { } tokens } => (tokens, tokens),
        // Beyond the distances tested only where shorter ones are excluded: else there is none.
        { Beyond: true } beyond => beyond.Low >= found.ByDistance[^1].DistanceTokens ? (double.PositiveInfinity, double.PositiveInfinity) : null,
        // A step: somewhere between two distances tested.
        { Low: { } low } step when found.Status == CurveStatus.Separated => (low, step.HighBeyond ? double.PositiveInfinity : step.High ?? low),
        _ => null,
    };
}
