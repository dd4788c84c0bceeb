using Haystack.Facts;
using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>Two sides (models, quantisations, digests, runs) paired by document and chain.</summary>
public sealed record Comparison
{
    /// <summary>The name of side A.</summary>
    public required string A { get; init; }

    /// <summary>The name of side B.</summary>
    public required string B { get; init; }

    /// <summary>The question compared.</summary>
    public required Arm Arm { get; init; }

    /// <summary>All paired answers.</summary>
    public required PairedCounts Counts { get; init; }

    /// <summary>Documents among the pairs.</summary>
    public required int Documents { get; init; }

    /// <summary>Answers of side A with no counterpart.</summary>
    public required int UnpairedA { get; init; }

    /// <summary>Answers of side B with no counterpart.</summary>
    public required int UnpairedB { get; init; }

    /// <summary>Questions put to both sides that one or both gave no answer to: they may be the very ones it gets wrong.</summary>
    public int Unanswered { get; init; }

    /// <summary>
    /// The 95% interval of B − A over all pairs, from the spread between documents within context lengths; with
    /// <see cref="Unanswered"/> questions, it reaches from where they all count for A to where they all count for B.
    /// Null with fewer than eight documents.
    /// </summary>
    public required Interval? DifferenceInterval { get; init; }

    /// <summary>The two-sided p-value of "neither is better", exact over documents; unanswered questions count against whichever is found better.</summary>
    public double P { get; init; } = 1;

    /// <summary><see cref="P"/> adjusted by Holm over all comparisons made together, such as every two models of a run.</summary>
    public double AdjustedP { get; init; } = 1;

    /// <summary>How many comparisons were made together.</summary>
    public int MadeTogether { get; init; } = 1;

    /// <summary>Ambiguous replies among the pairs of either side; they count as wrong.</summary>
    public int Ambiguous { get; init; }

    /// <summary>B − A with the ambiguous replies counted against B, and for it; null where none is ambiguous.</summary>
    public Interval? DifferenceByReading { get; init; }

    /// <summary>Answers of side A that ran out of their budget and count as wrong, of the pairs.</summary>
    public Proportion CappedA { get; init; }

    /// <summary>Answers of side B that ran out of their budget and count as wrong, of the pairs.</summary>
    public Proportion CappedB { get; init; }

    /// <summary>Right answers of side A among those that came to their own end.</summary>
    public Proportion CompletedA { get; init; }

    /// <summary>Right answers of side B among those that came to their own end.</summary>
    public Proportion CompletedB { get; init; }

    /// <summary>The cells by context and distance.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>Whether the tokens of one side are only estimated, so that its distances and lengths are approximate.</summary>
    public bool TokensAreEstimated { get; init; }

    /// <summary>One sentence: what may be concluded and what not.</summary>
    public required string Conclusion { get; init; }
}
