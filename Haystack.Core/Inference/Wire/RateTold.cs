namespace Haystack.Inference.Wire;

/// <summary>A limit as one answer told it, and between which moments it was so.</summary>
/// <param name="Reading">The limit.</param>
/// <param name="Number">The number of the request that was answered.</param>
/// <param name="LastSent">The number of the request that had been sent last when the answer came.</param>
/// <param name="Sent">When the request was sent.</param>
/// <param name="Heard">When the answer came.</param>
internal sealed record RateTold(RateReading Reading, long Number, long LastSent, long Sent, long Heard)
{
    /// <summary>What is rounded to seconds says no more than that.</summary>
    private TimeSpan Rounding => Reading.Reset is { } reset && reset.Ticks % TimeSpan.TicksPerSecond == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;

    /// <summary>
    /// Whether the server certainly said this before <paramref name="later"/>: that request was sent when this answer had come,
    /// or its window ends later wherever between sending and hearing either answer was written.
    /// </summary>
    /// <param name="later">What another answer told of the same.</param>
    /// <param name="time">The clock.</param>
    public bool IsBefore(RateTold later, TimeProvider time) => LastSent < later.Number
        || (later.LastSent >= Number && Reading.Reset is { } own && later.Reading.Reset is { } other
            && time.GetElapsedTime(Heard, later.Sent) + other - own > Rounding + later.Rounding);

    /// <summary>Whether its window has ended: there is all of it again.</summary>
    public bool IsOver(TimeProvider time) => Reading.Reset is { } reset && time.GetElapsedTime(Heard) >= reset;
}
