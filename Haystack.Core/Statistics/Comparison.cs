using Haystack.Facts;

namespace Haystack.Statistics;

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

    /// <summary>The 95% interval of B − A over all pairs, by cluster bootstrap over documents within context lengths; null without pairs.</summary>
    public required Interval? DifferenceInterval { get; init; }

    /// <summary>The cells by context and distance.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>Whether the tokens of one side are only estimated, so that its distances and lengths are approximate.</summary>
    public bool TokensAreEstimated { get; init; }

    /// <summary>One sentence: what may be concluded and what not.</summary>
    public required string Conclusion { get; init; }
}
