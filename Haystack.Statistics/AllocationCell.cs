namespace Haystack.Statistics;

/// <summary>A place that a chain can be given: a rung of the ladder and a distance that fits into it, both in tokens.</summary>
internal sealed record AllocationCell(int ContextTokens, int DistanceTokens);
