using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>What asking came to.</summary>
/// <param name="Row">The row, not stored yet.</param>
/// <param name="Reading">The server's own time for reading the prompt; null where it did not say.</param>
internal sealed record AskedTrial(TrialRow Row, TimeSpan? Reading);
