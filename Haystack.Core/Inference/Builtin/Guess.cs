using Haystack.Facts.Reading;

namespace Haystack.Inference.Builtin;

/// <summary>Picks at random among the values that could be the answer: what a family's chance level is the rate of.</summary>
internal static class Guess
{
    /// <summary>
    /// One of the choices that the question offers; else one of the values that the facts state where the answer
    /// stands; else, where the answer is worked out, the result of any last fact's value and any first fact's relation.
    /// Null where the facts state none.
    /// </summary>
    public static string? Pick(FoundQuestion question, IReadOnlyList<FoundFact> facts, RandomStream random)
    {
        if (question.Choices.Count > 0)
            return random.Pick(question.Choices);
        var family = question.Family;
        if (question.IsPair && family.Rule.IsComputed)
        {
            var (first, last) = (Stating(family, 1, facts), Stating(family, family.Hops.Count, facts));
            return first.Length == 0 || last.Length == 0 ? null : Reasoner.Conclude(question, [random.Pick(first), random.Pick(last)]);
        }

        var stating = Stating(family, question.IsPair ? question.Hops : question.Wording, facts);
        return stating.Length == 0 ? null : random.Pick(stating).Given;
    }

    /// <summary>The facts of a hop, one for each value it gives.</summary>
    private static FoundFact[] Stating(Facts.Family family, int hop, IReadOnlyList<FoundFact> facts) =>
        [.. facts.Where(f => f.Family == family && f.Wording == family.Hops[hop - 1].Wording).DistinctBy(f => f.Given)];
}
