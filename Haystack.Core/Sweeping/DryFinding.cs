namespace Haystack.Sweeping;

/// <summary>What came of a model's dry question.</summary>
/// <param name="Fault">Which step failed, with the reply, in one line; null where the question was answered right.</param>
/// <param name="Properties">What was asked, replied and read, to be stored with the model.</param>
internal sealed record DryFinding(string? Fault, IReadOnlyDictionary<string, string> Properties);
