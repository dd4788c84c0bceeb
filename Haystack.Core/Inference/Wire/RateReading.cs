namespace Haystack.Inference.Wire;

/// <summary>One limit as the headers of an answer tell it.</summary>
/// <param name="Unit">What is limited, such as <c>requests</c>, <c>tokens</c>, <c>tokens-day</c>; empty for requests.</param>
/// <param name="Remaining">How much is left.</param>
/// <param name="Limit">How much there is in all; null where that is not told.</param>
/// <param name="Reset">How long until there is all of it again; null where that is not told.</param>
internal sealed record RateReading(string Unit, double Remaining, double? Limit, TimeSpan? Reset)
{
    /// <summary>What a request takes of it.</summary>
    public double CostOf(long promptTokens, long outputTokens) => Unit switch
    {
        _ when Unit.Contains("input", StringComparison.Ordinal) => promptTokens,
        _ when Unit.Contains("output", StringComparison.Ordinal) => outputTokens,
        // Servers count what a reply may have before they know what it has.
        _ when Unit.Contains("token", StringComparison.Ordinal) || Unit.Contains("size", StringComparison.Ordinal) => promptTokens + outputTokens,
        _ => 1,
    };
}
