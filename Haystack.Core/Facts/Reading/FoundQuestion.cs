namespace Haystack.Facts.Reading;

/// <summary>A question found in a text.</summary>
/// <param name="Family">The family whose wording it has.</param>
/// <param name="Hops">How many hops it spans; 1 where one fact answers it.</param>
/// <param name="Wording">For a question of one hop, the hop whose wording it has; otherwise 1.</param>
/// <param name="Values">Its values by slot name, as asked.</param>
/// <param name="Start">Where it starts in the text, in UTF-16 units.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal sealed record FoundQuestion(Family Family, int Hops, int Wording, IReadOnlyDictionary<string, string> Values, int Start, int End)
{
    /// <summary>Whether it needs more than one fact.</summary>
    public bool IsPair => Hops > 1;

    /// <summary>What it offers to choose from; empty for an open question.</summary>
    public IReadOnlyList<string> Choices => IsPair && Family.Rule.IsChoice ? [Values["choice1"], Values["choice2"]] : [];
}
