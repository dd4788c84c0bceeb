namespace Haystack.Reports;

/// <summary>One model of a run in a list of runs.</summary>
/// <param name="Name">Its name in the sweep.</param>
/// <param name="Digest">What its server calls its content; null where the server does not tell.</param>
/// <param name="D50">Its half-recall distance in words.</param>
internal sealed record RunEntryModel(string Name, string? Digest, string D50);
