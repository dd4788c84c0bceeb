using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>One cell of a run with its counts.</summary>
public sealed record Cell
{
    /// <summary>The model's name in the sweep.</summary>
    public required string Model { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Which question.</summary>
    public required Arm Arm { get; init; }

    /// <summary>In which order the facts stand.</summary>
    public required FactOrder Order { get; init; }

    /// <summary>The rung of the ladder, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>The distance in tokens; null for orphans.</summary>
    public required int? DistanceTokens { get; init; }

    /// <summary>Correct of all answers.</summary>
    public required Proportion Accuracy { get; init; }

    /// <summary>Answers that can be read in two ways: wrong in <see cref="Accuracy"/>, so many more would be right if all of them were.</summary>
    public int Ambiguous => Outcomes.GetValueOrDefault(Outcome.Ambiguous);

    /// <summary>Answers that came to their own end, cut by no budget: of them <see cref="Accuracy"/> has the same right ones.</summary>
    public int Completed => Outcomes.Where(o => o.Key.IsCompleted()).Sum(o => o.Value);

    /// <summary>Trials that are not answers: truncated, invalid or failed.</summary>
    public required int Invalid { get; init; }

    /// <summary>How many trials came to which outcome; outcomes that did not occur are left out.</summary>
    public required IReadOnlyDictionary<Outcome, int> Outcomes { get; init; }
}
