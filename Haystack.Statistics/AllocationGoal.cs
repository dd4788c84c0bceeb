namespace Haystack.Statistics;

/// <summary>When an adaptive sweep has seen enough, and in which steps it goes there. All of it is fixed before the first look.</summary>
internal sealed record AllocationGoal
{
    /// <summary>Ends when the 95% interval of every cell's accuracy is narrower than this, 0–1; null where cells do not matter.</summary>
    public double? CellWidth { get; init; }

    /// <summary>Ends when the 95% interval of D50 spans fewer doublings than this; null where D50 does not matter.</summary>
    public double? HalfDoublings { get; init; }

    /// <summary>Chains in every document.</summary>
    /// <value>8.</value>
    public int ChainsPerDocument { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 8;

    /// <summary>Documents between looks, until an eighth of those there are is more.</summary>
    /// <value>8.</value>
    public int DocumentsPerLook { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 8;

    /// <summary>Documents in all, over all rungs.</summary>
    /// <value>512.</value>
    public int MaxDocuments { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 512;
}
