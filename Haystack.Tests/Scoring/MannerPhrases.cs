namespace Haystack.Tests.Scoring;

/// <summary>The phrases of one family, and the abstentions of its language.</summary>
internal sealed class MannerPhrases
{
    private readonly ILookup<string, string> byKey;
    private readonly IReadOnlyList<string> abstentions;
    private readonly bool isHeld;

    public MannerPhrases(IReadOnlyList<string> lines, IReadOnlyList<string> abstentions, string family, bool isHeld)
    {
        (this.abstentions, this.isHeld) = (abstentions, isHeld);
        byKey = lines.Select(l => l.Split(": ", 2)).Select(p => (Key: p[0], Text: p[1])).Where(p => p.Key.StartsWith(family + " ", StringComparison.Ordinal))
            .ToLookup(p => p.Key, p => p.Text);
    }

    /// <summary>A phrase of the family for an arm: of those held out for the manners held out.</summary>
    public string? Pick(string family, string arm, string key, RandomStream random)
    {
        string[] found = [.. byKey[$"{family} {arm} {key}{(isHeld ? "h" : "")}"]];
        return found.Length == 0 ? null : random.Pick(found);
    }

    public string Abstention(RandomStream random) => random.Pick(abstentions);
}
