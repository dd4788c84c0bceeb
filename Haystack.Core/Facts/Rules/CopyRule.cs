namespace Haystack.Facts.Rules;

/// <summary>The answer is what the last fact gives.</summary>
internal sealed class CopyRule : AnswerRule
{
    public override string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        values.GetValueOrDefault(family.LastHop(hops).To);

    // Beside the bridges: what the first fact says of its subject before a later one says otherwise.
    public override IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [.. base.Partial(family, hops, values), .. family.Hops[0].With.Select(s => values[s])];
}
