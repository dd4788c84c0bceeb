using System.Text.RegularExpressions;
using Haystack.Facts;
using Haystack.Scoring;

namespace Haystack.Tests.Scoring;

/// <summary>Writes one reply in one manner, and says what it comes to by how it was made.</summary>
internal sealed partial class MannerWriter(Family family, IReadOnlyList<FactChain> chains, string[] values, MannerPhrases phrases, RandomStream random)
{
    private const string Stand = "\u0001";

    /// <summary>The reply; null where this question has no use for the manner.</summary>
    public MannerCase? Write(FactChain chain, Question question, string line)
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var (role, manner) = (line[..bar], line[(bar + 1)..].Replace("\\n", "\n", StringComparison.Ordinal));
        var slots = Slots(chain, question);
        var given = Given(question, chain);
        var other = Other(question, chain, given);
        if (other is null)
            return null;
        if (question.Kind == AnswerKind.Choice && question.Choices[0] != given && slots.TryGetValue("date", out var date) && slots.TryGetValue("otherdate", out var otherDate))
            (slots["date"], slots["otherdate"]) = (otherDate, date);
        var says = Fill(manner, chain, question, slots, other);
        if (says is null)
            return null;
        // Where the value given also stands as a remark, or a remark's value is the one given, the label would not follow.
        var isLoud = role is "V" or "W" or "E" && says.Contains(given, StringComparison.Ordinal) && question.Kind != AnswerKind.Choice;
        if (isLoud || (role == "0" && manner.Contains("{V}", StringComparison.Ordinal)))
            return null;
        return new MannerCase
        {
            Language = family.Language.Code,
            Family = family.Name,
            Manner = line,
            Question = question,
            Values = values,
            Says = says.Replace(Stand, given, StringComparison.Ordinal),
            Is = role switch
            {
                "0" => question.ExpectsAbstention ? Outcome.Correct : Outcome.Abstained,
                "E" => Outcome.Ambiguous,
                _ => MeaningOf(role == "V" ? given : other, question),
            },
        };
    }

    private string Given(Question question, FactChain chain)
    {
        if (question.Kind == AnswerKind.Choice)
            return random.Pick(question.Choices);
        var sort = random.Next(10);
        if (sort < 5 || (sort < 7 && question.ExpectsAbstention))
            return question.ExpectsAbstention && sort < 3 ? question.Answer : question.ExpectsAbstention ? Elsewhere(question, chain) : question.Answer;
        return sort < 9 ? Elsewhere(question, chain) : Unplanted(question);
    }

    private string? Other(Question question, FactChain chain, string given) => question.Kind == AnswerKind.Choice
        ? question.Choices.First(c => c != given)
        : Enumerable.Range(0, 20).Select(_ => Elsewhere(question, chain)).FirstOrDefault(v => v != given && v != question.Answer);

    /// <summary>A value that answers the same question about another chain.</summary>
    private string Elsewhere(Question question, FactChain chain)
    {
        var arm = question.Arm == Arm.Absent ? Arm.Pair : question.Arm;
        string[] answers = [.. chains.Where(c => c.Index != chain.Index && !c.IsOrphan).SelectMany(c => c.Questions.Where(q => q.Arm == arm)).Select(q => q.Answer)];
        return random.Pick(answers);
    }

    private string Unplanted(Question question)
    {
        var slot = question.Arm == Arm.First ? family.Hops[0].To : family.LastHop(2).To;
        for (var i = 0; i < 50; i++)
        {
            var value = family.PoolOf(slot).Draw(random).Told;
            if (!values.Contains(value) && value != question.Answer && !question.Text.Contains(value, StringComparison.Ordinal))
                return value;
        }

        return question.Answer;
    }

    private Outcome MeaningOf(string value, Question question) =>
        !question.ExpectsAbstention && question.Accepted.Contains(value) ? Outcome.Correct
        : question.Intermediates.Contains(value) ? Outcome.OneHop
        : values.Contains(value) || question.Choices.Contains(value) ? Outcome.OtherChain : Outcome.Invented;

    private string? Fill(string manner, FactChain chain, Question question, Dictionary<string, string> slots, string other)
    {
        var arm = question.Arm switch { Arm.First => "first", Arm.Second => "second", _ => "pair" };
        var elsewhere = chains.First(c => c.Index != chain.Index && !c.IsOrphan);
        var text = manner.Replace("{steps}", Phrase("steps"), StringComparison.Ordinal).Replace("{full}", Phrase("full"), StringComparison.Ordinal)
            .Replace("{RS}", Phrase("RS"), StringComparison.Ordinal).Replace("{RS2}", Phrase("RS"), StringComparison.Ordinal)
            .Replace("{R}", Phrase("R"), StringComparison.Ordinal)
            .Replace("{R0}", chain.Facts[0].Text.TrimEnd('.', '。'), StringComparison.Ordinal)
            .Replace("{F1}", FactOf(chain, question, 0), StringComparison.Ordinal).Replace("{F2}", FactOf(chain, question, 1), StringComparison.Ordinal)
            .Replace("{abst}", phrases.Abstention(random), StringComparison.Ordinal).Replace("{abst2}", phrases.Abstention(random), StringComparison.Ordinal)
            .Replace("{Q}", question.Text, StringComparison.Ordinal).Replace("{Q2}", elsewhere.Questions[0].Text, StringComparison.Ordinal)
            .Replace("{W}", other, StringComparison.Ordinal).Replace("{VO}", other, StringComparison.Ordinal)
            .Replace("{S2}", OwnerOf(other, elsewhere), StringComparison.Ordinal).Replace("{V}", Stand, StringComparison.Ordinal);
        foreach (var (slot, value) in slots)
            text = text.Replace($"{{{slot}}}", value, StringComparison.Ordinal);
        return Open().IsMatch(text.Replace("boxed{", "", StringComparison.Ordinal)) ? null : text;

        string Phrase(string key) => (phrases.Pick(family.Name, arm, key, random) ?? "{none}").Replace("{VO}", other, StringComparison.Ordinal);
    }

    private static string FactOf(FactChain chain, Question question, int index)
    {
        var own = question.Arm == Arm.Second ? chain.Facts[^1] : question.Arm == Arm.First ? chain.Facts[0] : chain.Facts[Math.Min(index, chain.Facts.Count - 1)];
        return own.Text;
    }

    /// <summary>Whose the other value is, where a chain that has it can be found.</summary>
    private string OwnerOf(string value, FactChain elsewhere)
    {
        var owner = chains.FirstOrDefault(c => !c.IsOrphan && c.Questions.Any(q => q.Arm != Arm.Absent && q.Answer == value)) ?? elsewhere;
        var slots = Slots(owner, owner.Questions[0]);
        return slots.TryGetValue(family.Hops[0].From, out var from) ? from : "{none}";
    }

    /// <summary>The values of the chain's facts by slot; what an orphan lacks is left out.</summary>
    private Dictionary<string, string> Slots(FactChain chain, Question question)
    {
        Dictionary<string, string> slots = new(StringComparer.Ordinal);
        foreach (var fact in chain.Facts)
        {
            var hop = family.Hops[fact.Hop - 1];
            var wording = family.Hops[hop.Wording - 1];
            var match = wording.Facts.Select(t => t.ToPattern(s => family.PoolOf(s).Pattern).Match(fact.Text)).First(m => m.Success);
            foreach (var slot in hop.With)
                slots[slot] = match.Groups[slot].Value;
            slots[hop.From] = match.Groups[wording.From].Value;
            slots[hop.To] = match.Groups[wording.To].Value;
        }

        if (slots.TryGetValue("land", out var land))
        {
            slots["landtold"] = land;
            slots["land"] = family.PoolOf("land").ToAsked(land);
        }

        if (!slots.ContainsKey(family.Hops[0].From) && family.Pair[2].Select(t => t.ToPattern(_ => ".+?")).Select(p => p.Match(question.Text)).FirstOrDefault(m => m.Success) is { } asked
            && asked.Groups[family.Hops[0].From] is { Success: true } subject)
            slots[family.Hops[0].From] = subject.Value;
        return slots;
    }

    [GeneratedRegex(@"\{[a-zA-Z0-9]+\}")]
    private static partial Regex Open();
}
