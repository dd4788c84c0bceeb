namespace Haystack.Facts.Reading;

/// <summary>Answers questions from the facts that are in sight, and from nothing else.</summary>
internal static class Reasoner
{
    /// <summary>The facts that a question needs, in hop order; null where one of them is not in sight.</summary>
    public static IReadOnlyList<FoundFact>? Chain(FoundQuestion question, IReadOnlyList<FoundFact> facts)
    {
        var family = question.Family;
        if (!question.IsPair)
            return Fact(family, question.Wording, question.Values[family.Hops[question.Wording - 1].From], facts) is { } only ? [only] : null;
        if (question.Family.Rule is Rules.EarlierRule)
        {
            return Fact(family, 1, question.Values["choice1"], facts) is { } one && Fact(family, 1, question.Values["choice2"], facts) is { } other
                ? [one, other] : null;
        }

        List<FoundFact> chain = [];
        var key = question.Values[family.Hops[0].From];
        foreach (var hop in family.Hops.Take(question.Hops))
        {
            if (Fact(family, hop.Wording, key, facts) is not { } next)
                return null;
            chain.Add(next);
            key = next.Given;
        }

        return chain;
    }

    /// <summary>What a chain of facts comes to; null where it decides nothing.</summary>
    public static string? Conclude(FoundQuestion question, IReadOnlyList<FoundFact> chain)
    {
        if (!question.IsPair)
            return chain[0].Given;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (var i = 0; i < chain.Count; i++)
        {
            var hop = question.Family.Hops[i];
            var wording = question.Family.Hops[hop.Wording - 1];
            foreach (var (slot, value) in chain[i].Values)
                values[slot == wording.From ? hop.From : slot == wording.To ? hop.To : slot] = value;
        }

        return question.Family.Rule.Answer(question.Family, question.Hops, values);
    }

    private static FoundFact? Fact(Family family, int wording, string key, IReadOnlyList<FoundFact> facts) =>
        facts.FirstOrDefault(f => f.Family == family && f.Wording == wording && f.Key == key);
}
