namespace Haystack.Inference.Calling;

/// <summary>A request waits before it is sent, or sent again.</summary>
/// <param name="Model">For which model.</param>
/// <param name="For">How long from now; null once the wait is over.</param>
/// <param name="Reason">Why, in a few words.</param>
internal sealed record ServerWait(string Model, TimeSpan? For, string Reason);
