namespace Haystack.Planning;

/// <summary>How a document's facts are laid out.</summary>
public enum Arrangement
{
    /// <summary>At their planned distances.</summary>
    Spread,

    /// <summary>
    /// Each chain's facts side by side at the chain's midpoint: the remedy, measured with the same facts. The
    /// cell keeps the distance that <see cref="Spread"/> has.
    /// </summary>
    Gathered,
}
