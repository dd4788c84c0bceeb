namespace Haystack.Reference;

/// <summary>A question to a reference model about a text, with what it should say.</summary>
/// <param name="Prompt">The whole prompt.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Links">How many facts it takes.</param>
/// <param name="Expected">The answer as it is to be said: a name, or that the text does not say.</param>
/// <param name="Distances">From the end of the prompt back to each fact that it takes, in tokens.</param>
internal sealed record ReferenceQuestion(string Prompt, IReadOnlyList<int> Tokens, int Links, string Expected, IReadOnlyList<int> Distances)
{
    /// <summary>Whether the text has no answer.</summary>
    public bool IsAbsent => Distances.Count == 0;
}
