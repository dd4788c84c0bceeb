namespace Haystack.Flights;

/// <summary>What one question in flight came to, as far as it tells whether there should be more or fewer.</summary>
/// <param name="Generation">The generation of the pace in which it was begun.</param>
/// <param name="Company">How many were in flight with it, itself included, at its start or its end, whichever is less.</param>
/// <param name="IsWarm">Whether the server's prefix cache held its document.</param>
/// <param name="Reused">The share of its prompt that came from the cache; null where the server does not tell.</param>
/// <param name="Seconds">From sending to the end of the reply.</param>
/// <param name="Tokens">Tokens of the reply.</param>
/// <param name="WasTurnedAway">Whether the server turned a request away meanwhile (429, 503, a full cache).</param>
/// <param name="IsInTrouble">Whether it failed, or took so long that its time was running out, and had company.</param>
internal readonly record struct FlightSample(
    int Generation, int Company, bool IsWarm, double? Reused, double Seconds, long Tokens, bool WasTurnedAway, bool IsInTrouble);
