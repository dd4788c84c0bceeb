using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>Accuracy of the pair question at one of the distances that every report names.</summary>
/// <param name="Label"><c>0</c>, <c>1k</c>, <c>8k</c> or <c>max</c>.</param>
/// <param name="DistanceTokens">The tested distance that stands for it: the nearest one, at most half a doubling away.</param>
/// <param name="Accuracy">Correct of all answers.</param>
public sealed record AccuracyAt(string Label, int DistanceTokens, Proportion Accuracy);
