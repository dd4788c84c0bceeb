namespace Haystack.Statistics.Comparing;

/// <summary>The same question answered on both sides.</summary>
internal readonly record struct PairedTrial(string Document, int ContextTokens, int? DistanceTokens, bool A, bool B)
{
    /// <summary>1 where B alone is right, −1 where A alone is.</summary>
    public int Gain => (B ? 1 : 0) - (A ? 1 : 0);

    /// <summary>Whether side A's reply can be read in two ways.</summary>
    public bool AmbiguousA { get; init; }

    /// <summary>The same of side B.</summary>
    public bool AmbiguousB { get; init; }

    /// <summary>As counts.</summary>
    public PairedCounts Counts => (A, B) switch
    {
        (true, true) => new PairedCounts(1, 0, 0, 0),
        (true, false) => new PairedCounts(0, 1, 0, 0),
        (false, true) => new PairedCounts(0, 0, 1, 0),
        _ => new PairedCounts(0, 0, 0, 1),
    };

    /// <summary>By how many right answers B exceeds A, a figure a document.</summary>
    public static int[] GainsByDocument(IEnumerable<PairedTrial> pairs) =>
        [.. pairs.GroupBy(p => p.Document, StringComparer.Ordinal).Select(g => g.Sum(p => p.Gain))];
}
