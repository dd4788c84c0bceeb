namespace Haystack.Models;

/// <summary>What came of a model's dry question.</summary>
/// <param name="Fault">Which step failed, with the reply, in one line; null where the question was answered right.</param>
/// <param name="Properties">What was asked, replied and read, to be stored with the model.</param>
/// <param name="FirstToken">How long the server took to begin its reply; null where it was not asked now.</param>
internal sealed record DryFinding(string? Fault, IReadOnlyDictionary<string, string> Properties, TimeSpan? FirstToken = null);
