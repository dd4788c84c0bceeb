namespace Haystack.Facts;

/// <summary>Two or more facts of which each needs the one before, and the questions about them.</summary>
internal sealed record FactChain
{
    /// <summary>Which chain of its document it is, from 0; orphans come after the whole chains, and facts that belong to no question after those.</summary>
    public required int Index { get; init; }

    /// <summary>The family's name, such as <c>link</c>.</summary>
    public required string Family { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>In which order the facts stand in the document.</summary>
    public required FactOrder Order { get; init; }

    /// <summary>How many facts the whole chain has (2–5), planted or not.</summary>
    public required int Hops { get; init; }

    /// <summary>The facts that are planted, in hop order. An orphan lacks at least one.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>Its questions: <c>pair</c>, <c>first</c>, <c>second</c>, <c>closed-book</c> for a whole chain, <c>absent</c> for an orphan; none for a fact that is only in the way.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>Every value that the planted facts state, in the form an answer would have (bridges, places, numbers, dates).</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Whether one of its facts was left out on purpose.</summary>
    public bool IsOrphan => Facts.Count < Hops;

    /// <summary>Whether it is a single fact that belongs to no question.</summary>
    public bool IsDistractor => Questions.Count == 0;

    /// <summary>The planted facts in the order in which they stand in the document.</summary>
    public IEnumerable<Fact> FactsInTextOrder => Order == FactOrder.BridgeFirst ? Facts : Facts.Reverse();
}
