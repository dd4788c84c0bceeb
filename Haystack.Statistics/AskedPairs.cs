namespace Haystack.Statistics;

/// <summary>Pair questions of one document and distance: what they came to, and what they could have come to.</summary>
/// <param name="Answered">Right ones of those with an answer.</param>
/// <param name="Missing">Those without one.</param>
/// <param name="Ambiguous">Of the answered, those that read either way; they count as wrong.</param>
internal readonly record struct AskedPairs(Proportion Answered, int Missing, int Ambiguous)
{
    /// <summary>How many may have been right or wrong.</summary>
    public int Unsure => Missing + Ambiguous;

    /// <summary>All of them wrong.</summary>
    public Proportion AllWrong => new(Answered.Successes, Answered.Total + Missing);

    /// <summary>All of them right.</summary>
    public Proportion AllRight => new(Answered.Successes + Unsure, Answered.Total + Missing);

    /// <summary>Of the chains of one document and distance.</summary>
    public static AskedPairs Of(IEnumerable<ChainOutcome> chains)
    {
        var list = chains.ToArray();
        var answered = list.Where(c => c.Pair is not null).ToArray();
        return new AskedPairs(
            new Proportion(answered.Count(c => c.Pair!.Value), answered.Length), list.Length - answered.Length, answered.Count(c => c.IsUnsure && !c.Pair!.Value));
    }
}
