namespace Haystack.Facts;

/// <summary>Which question is asked about a chain.</summary>
public enum Arm
{
    /// <summary>Needs all facts of the chain: the thing itself.</summary>
    Pair,

    /// <summary>Needs the first hop's fact alone.</summary>
    First,

    /// <summary>Needs the last hop's fact alone.</summary>
    Second,

    /// <summary>The pair question of a chain with a fact that was never planted: the text does not say.</summary>
    Absent,

    /// <summary>The pair question with no document at all.</summary>
    ClosedBook,
}
