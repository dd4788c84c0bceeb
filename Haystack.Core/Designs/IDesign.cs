namespace Haystack.Designs;

/// <summary>
/// What a model is asked about: documents, round after round, each from the answers to those before it. There are three: a
/// grid knows its documents beforehand, an adaptive sweep goes where it learns most, a gate ends once its verdict is clear.
/// </summary>
/// <remarks>
/// What comes next follows from what is stored and from nothing else, so that a resumed sweep walks the same way: it goes
/// through its rounds from the first, asks what is not yet stored, and looks again.
/// </remarks>
internal interface IDesign
{
    /// <summary>The rounds that no answer changes, in the order in which they are asked.</summary>
    IEnumerable<Round> Planned { get; }

    /// <summary>
    /// The rounds after these. What is stored is read as one comes to a round, so the one before it must be answered by then;
    /// it ends where nothing is left to ask about.
    /// </summary>
    /// <param name="stored">What is stored of the model.</param>
    IEnumerable<Round> After(StoredRows stored);
}
