namespace Haystack.Facts.Reading;

/// <summary>A fact found in a text.</summary>
/// <param name="Family">The family whose wording it has.</param>
/// <param name="Wording">The hop whose wording it has.</param>
/// <param name="Values">Its values by the slot names of that wording, as told.</param>
/// <param name="Start">Where it starts in the text, in UTF-16 units.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal sealed record FoundFact(Family Family, int Wording, IReadOnlyDictionary<string, string> Values, int Start, int End)
{
    private Hop Hop => Family.Hops[Wording - 1];

    /// <summary>What a question about this fact alone would name.</summary>
    public string Key => Family.PoolOf(Hop.From).ToAsked(Values[Hop.From]);

    /// <summary>What it gives.</summary>
    public string Given => Values[Hop.To];
}
