using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Reads the answer out of a reply whose thinking is already cut off.</summary>
internal sealed class ReplyReader
{
    /// <summary>How much of what follows a marked answer is looked through for a retraction, in characters.</summary>
    private const int TailWindow = 4_000;

    private readonly Question question;
    private readonly ReadingRules rules;
    private readonly IValueReader values;
    private readonly ValueSelector selector;

    public ReplyReader(Question question, IReadOnlyCollection<string> documentValues, ReadingRules rules)
    {
        this.question = question;
        this.rules = rules;
        values = ValueReaders.For(question, KnownValue.Of(question, documentValues), rules);
        selector = new ValueSelector(question, values, rules);
    }

    /// <summary>The part of a tail that is looked through.</summary>
    public static string Head(string tail) => tail.Length <= TailWindow ? tail : tail[..TailWindow];

    /// <summary>Reads; <paramref name="reading"/> says what was done before.</summary>
    public ScoredAnswer Read(string visible, List<string> reading)
    {
        if (AnswerFinder.FindMarked(visible, rules) is { } marked)
            return ReadMarked(marked, reading);
        ScoredAnswer? last = null;
        foreach (var found in AnswerFinder.FindUnmarked(visible, rules))
        {
            List<string> steps = [.. reading, $"read from {found.Form}: \"{Short(found.Body)}\""];
            last = ReadBody(found, steps);
            if (last.Outcome != Outcome.Unparsed)
                return last;
        }

        return last ?? new ScoredAnswer { Outcome = Outcome.Unparsed, Reading = [.. reading, "there is no sentence to read"] };
    }

    private ScoredAnswer ReadMarked(FoundAnswer marked, List<string> reading)
    {
        var (body, tail) = rules.FirstSentence ? FirstSentence(marked) : (marked.Body, marked.Tail);
        reading.Add($"read from {marked.Form}: \"{Short(body)}\"");
        if (rules.Retraction && Retracted(Head(tail)) is { } instead)
        {
            reading.Add($"then taken back: \"{Short(instead.Body)}\"");
            return ReadBody(instead, reading);
        }

        return ReadBody(marked with { Body = body }, reading);
    }

    private ScoredAnswer ReadBody(FoundAnswer found, List<string> reading)
    {
        var passage = Passage.From(found.Body, rules);
        var mentions = values.Read(passage);
        if (rules.Refusal && mentions.Count == 0 && Phrases.Refusal.In(passage).Count > 0)
            return Result(Outcome.Unparsed, null, [.. reading, "a refusal to help, not an answer"]);
        if (Abstentions.IsIn(passage, mentions, rules))
        {
            return Result(
                question.ExpectsAbstention ? Outcome.Correct : Outcome.Abstained, found.Body.Trim(), [.. reading, "it says that the text does not say"]);
        }

        if (mentions.Count == 0)
            return ReadUnknown(found, passage, reading);
        var selection = selector.Select(passage, mentions, reading);
        if (selection.Value is not { } value)
            return Result(Outcome.Unparsed, found.Body.Trim(), [.. reading, selection.Problem!]);
        return Result(value.Meaning, value.Text, [.. reading, $"\"{value.Text}\" {Meaning(value)}"]);
    }

    private ScoredAnswer ReadUnknown(FoundAnswer found, Passage passage, List<string> reading)
    {
        var name = UnknownNames.Find(question, passage, found.IsMarked, rules);
        return name is null
            ? Result(Outcome.Unparsed, null, [.. reading, "it names no value"])
            : Result(Outcome.Invented, name, [.. reading, $"\"{name}\" stands nowhere in the document"]);
    }

    /// <summary>Cuts a marked answer after its first sentence, where that says something.</summary>
    private (string Body, string Tail) FirstSentence(FoundAnswer marked)
    {
        for (var i = 0; i < marked.Body.Length - 1; i++)
        {
            // A question commits to nothing: "A? No, B."
            if (!Terminators.IsEnd(marked.Body, i) || marked.Body[i] is '?' or '？')
                continue;
            var first = marked.Body[..(i + 1)];
            return SaysSomething(first) ? (first, marked.Body[(i + 1)..] + marked.Tail) : (marked.Body, marked.Tail);
        }

        return (marked.Body, marked.Tail);
    }

    /// <summary>The last sentence that says something after the reply took its answer back; null where it did not.</summary>
    private FoundAnswer? Retracted(string tail)
    {
        var passage = Passage.From(tail, rules);
        if (Phrases.Retraction.In(passage) is not [.., var turn] || turn.Last + 1 >= passage.Tokens.Count)
            return null;
        var rest = passage.Text[passage.Tokens[turn.Last].End..];
        for (var end = rest.Length; end > 0;)
        {
            var start = end - 1;
            while (start > 0 && !Terminators.IsEnd(rest, start - 1))
                start--;
            var sentence = rest[start..end];
            if (SaysSomething(sentence))
                return new FoundAnswer("a retraction", sentence.Trim(), "", true, true, 0);
            end = start;
        }

        return null;
    }

    private bool SaysSomething(string sentence)
    {
        var passage = Passage.From(sentence, rules);
        var mentions = values.Read(passage);
        return mentions.Count > 0 || Abstentions.IsIn(passage, mentions, rules);
    }

    private string Meaning(Mention value) => value.Meaning switch
    {
        Outcome.Correct => $"is the answer expected ({question.Answer})",
        Outcome.OneHop => "is an intermediate value",
        Outcome.OtherChain => "was planted for something else",
        _ when question.ExpectsAbstention => "stands nowhere in the document; that it does not say was expected",
        _ => $"stands nowhere in the document; expected was {question.Answer}",
    };

    private static ScoredAnswer Result(Outcome outcome, string? answer, IReadOnlyList<string> reading) =>
        new() { Outcome = outcome, Answer = answer, Reading = reading };

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 160 ? line : line[..160] + "…";
    }
}
