using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>What answers to the pair question cost at one distance.</summary>
public sealed record EffortRow
{
    /// <summary>Tokens between the facts.</summary>
    public required int DistanceTokens { get; init; }

    /// <summary>Answers counted.</summary>
    public required int Answers { get; init; }

    /// <summary>Right of all answers.</summary>
    public required Proportion Accuracy { get; init; }

    /// <summary>Right of the answers that came to their own end, neither cut by a budget nor stopped as a loop.</summary>
    public required Proportion CompletedAccuracy { get; init; }

    /// <summary>Tokens of thinking; null where no answer reported any count.</summary>
    public required Quartiles? ThinkingTokens { get; init; }

    /// <summary>Tokens generated, thinking included; null where none was reported.</summary>
    public required Quartiles? OutputTokens { get; init; }

    /// <summary>Seconds from sending to the end; null where there are no answers.</summary>
    public required Quartiles? Seconds { get; init; }
}
