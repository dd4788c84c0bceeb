namespace Haystack.Statistics;

/// <summary>One more document to make: its rung, and the distance of each of its chains, in tokens.</summary>
internal sealed record AllocationDocument(int ContextTokens, IReadOnlyList<int> DistanceTokens);
