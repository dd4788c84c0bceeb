namespace Haystack.Scoring;

/// <summary>Finds the values of one kind in a passage: the normaliser of that kind.</summary>
internal interface IValueReader
{
    /// <summary>The values named in the passage, in order, none overlapping.</summary>
    IReadOnlyList<Mention> Read(Passage passage);
}
