namespace Haystack.Statistics.Comparing;

/// <summary>The same question answered on both sides.</summary>
internal readonly record struct PairedTrial(string Document, int ContextTokens, int? DistanceTokens, bool A, bool B)
{
    /// <summary>As counts.</summary>
    public PairedCounts Counts => (A, B) switch
    {
        (true, true) => new PairedCounts(1, 0, 0, 0),
        (true, false) => new PairedCounts(0, 1, 0, 0),
        (false, true) => new PairedCounts(0, 0, 1, 0),
        _ => new PairedCounts(0, 0, 0, 1),
    };
}
