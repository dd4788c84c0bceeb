namespace Haystack.Sweeping;

/// <summary>A request to a server waits before it is sent, or sent again: for a rate limit, or after a fault that may pass.</summary>
/// <param name="Model">For which model.</param>
/// <param name="For">How long from now; null once the wait told before is over. Of several requests at a time each tells its own.</param>
/// <param name="Reason">Why, in a few words; empty once it is over.</param>
public sealed record RequestWaits(string Model, TimeSpan? For, string Reason) : SweepEvent;
