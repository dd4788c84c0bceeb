namespace Haystack.Statistics;

/// <summary>What an answer that was not right came to, as far as it tells what chance and budgets do to a figure.</summary>
public enum ChainMiss
{
    /// <summary>None: the answer was right, or it tells nothing of these.</summary>
    None,

    /// <summary>It ran out of its budget before it came.</summary>
    Capped,

    /// <summary>It names another of the values that the document offers: a guess.</summary>
    Picked,

    /// <summary>It says that it does not know, or something that the document does not offer.</summary>
    Other,
}
