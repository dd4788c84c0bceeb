using Haystack.Storage;

namespace Haystack.Rereading;

/// <summary>A trial that is read otherwise than before.</summary>
/// <param name="Before">As it is stored.</param>
/// <param name="After">As this version reads it.</param>
internal sealed record RescoredTrial(TrialRow Before, TrialRow After);
