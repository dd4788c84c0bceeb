namespace Haystack.Facts;

/// <summary>A chain's values before any wording.</summary>
internal sealed record DraftChain
{
    /// <summary>Which chain of its document it is, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The hop that is not planted; 0 where all are.</summary>
    public required int MissingHop { get; init; }

    /// <summary>The only hop that is planted, of a fact that belongs to no question; 0 for chains that are asked about.</summary>
    public int OnlyHop { get; init; }

    /// <summary>The values by slot, as facts tell them.</summary>
    public required IReadOnlyDictionary<string, string> Told { get; init; }

    /// <summary>The values by slot, as questions name them.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    /// <summary>The right answer of the pair question; for an orphan, one that nothing in the document tells.</summary>
    public required string Answer { get; init; }

    /// <summary>The hops that are planted, in order.</summary>
    public IEnumerable<Hop> Planted(Family family, int hops) => family.Hops.Take(hops).Where(h => OnlyHop == 0 ? h.Number != MissingHop : h.Number == OnlyHop);
}
