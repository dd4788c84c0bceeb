namespace Haystack.Corpora.Procedural;

/// <summary>A kind of story, such as a flood or a wedding: its stages in order, and what may follow from it.</summary>
/// <param name="Name">Its name in the data file.</param>
/// <param name="Stages">The rule that opens a paragraph of each stage.</param>
/// <param name="Next">The stories, by index, that it can lead to.</param>
internal sealed record Story(string Name, IReadOnlyList<int> Stages, IReadOnlyList<int> Next);
