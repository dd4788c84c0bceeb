using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>
/// What a word in place of a choice means: "the former" by the order of the question, a letter or number by the list in
/// which the reply itself gave the choices ("A. Ashofield", "（1）松树湾").
/// </summary>
/// <param name="question">A question that offers choices.</param>
/// <param name="values">Reads its values.</param>
internal sealed class Offered(Question question, IValueReader values)
{
    /// <summary>More of a reply is not looked through for lists.</summary>
    private const int Longest = 6_000;

    private readonly Mention[] choices = [.. question.Choices.Select(c => values.Read(Passage.From(c)) is [var m, ..] ? m : null).OfType<Mention>()];
    private readonly Dictionary<string, Mention?> labels = new(StringComparer.Ordinal);
    private bool isTurned, isOfOthers, isRanking;

    /// <summary>Looks through a reply for the lists and the order in which it gives the choices.</summary>
    public void Learn(string text)
    {
        text = text.Length <= Longest ? text : text[..Longest];
        var all = values.Read(Passage.From(text));
        var named = all.Select(m => m.Key).Where(k => choices.Any(c => c.Key == k)).ToList();
        // Names of others, and of neither of the two: "the former" may be one of them.
        isOfOthers = named.Count == 0 && all.Any(m => m.Value is { } other && !other.Any(char.IsAsciiDigit) && !question.Text.Contains(other, StringComparison.Ordinal));
        isTurned = choices.Length == 2 && choices.All(c => named.Contains(c.Key)) && named[0] == choices[1].Key;
        isRanking = false;
        foreach (var line in text.Split('\n'))
        {
            var passage = Passage.From(line);
            isRanking |= line.AsSpan().TrimEnd(" *_") is [.., ':' or '：'] && Wording.All.Ranking.IsIn(passage);
            LearnLine(passage);
        }

        // One label is a list entry of another kind, as is a list that gives one choice twice.
        if (labels.Values.OfType<Mention>().Select(m => m.Key).Distinct().Count() < 2)
            labels.Clear();
    }

    /// <summary>The choice that stands first (last, where <paramref name="order"/> is −1) in a numbered list under a line that says that it gives an order; null where there is none.</summary>
    public Mention? Ranked(int order) => isRanking && order != 0 && choices.Length == 2 && labels.TryGetValue("1", out var one) && labels.TryGetValue("2", out var two) && one is not null && two is not null && one.Key != two.Key
        ? (order > 0 ? one : two)
        : null;

    /// <summary>Whether a sentence is an entry of such a list: it offers, and commits to nothing.</summary>
    public bool IsEntry(Passage passage)
    {
        if (labels.Count == 0)
            return false;
        for (var i = 0; i < Math.Min(3, passage.Tokens.Count); i++)
        {
            if (IsLabel(passage, i) && labels.ContainsKey(passage.Tokens[i].Text.ToLowerInvariant()) && Wording.All.OptionLead.IsIn(passage, 0, i))
                return true;
        }

        return false;
    }

    /// <summary>The choices that the passage may mean, where it names none: one, or both where they cannot be told apart; null where it refers to none.</summary>
    /// <param name="passage">A sentence or a marked answer.</param>
    /// <param name="isMarked">Whether it is marked as the answer: to the question, and so in the question's order.</param>
    /// <param name="isAbstention">Whether it picks the entry that says that the text does not say.</param>
    public IReadOnlyList<Mention>? Read(Passage passage, bool isMarked, out bool isAbstention)
    {
        isAbstention = false;
        var first = Wording.All.FirstOffered.In(passage);
        var last = Wording.All.LastOffered.In(passage);
        if (choices.Length == 2 && first.Count + last.Count == 1 && !Wording.All.BothOffered.IsIn(passage))
        {
            var at = first.Count == 1 ? first[0] : last[0];
            // Where the reply names the two the other way round, or others in running text, nobody can tell whose order is meant.
            return isTurned || (isOfOthers && !isMarked) ? [At(choices[0], at), At(choices[1], at)] : [At(choices[first.Count == 1 ? 0 : 1], at)];
        }

        // "The third option" of "A, B, or does the text not tell".
        if (choices.Length == 2 && labels.Count == 0 && Wording.All.ThirdOffered.IsIn(passage) && Wording.All.Abstain.IsIn(Passage.From(question.Text)))
        {
            isAbstention = true;
            return [];
        }

        if (ReferenceIn(passage) is not { } token)
            return null;
        if (!labels.TryGetValue(passage.Tokens[token].Text.ToLowerInvariant(), out var meant))
            return labels.Count == 0 && choices.Length == 2 ? [At(choices[0], (token, token)), At(choices[1], (token, token))] : null;
        isAbstention = meant is null;
        return meant is null ? [] : [At(meant, (token, token))];
    }

    private void LearnLine(Passage line)
    {
        // Where a choice begins, or what says that the text does not say: looked for once in a line, however many letters stand in it.
        var entries = values.Read(line).Where(m => choices.Any(c => c.Key == m.Key)).Select(m => m.First).Concat(Wording.All.Abstain.In(line).Select(p => p.First)).ToHashSet();
        var starts = Enumerable.Range(0, line.Tokens.Count).Where(i => IsLabel(line, i) || (IsBareLabel(line, i) && entries.Contains(i + 1))).ToList();
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1] : line.Tokens.Count;
            if (starts[i] + 1 < end)
                Learn(line.Tokens[starts[i]].Text.ToLowerInvariant(), Passage.From(line.Slice(starts[i] + 1, end - 1)));
        }
    }

    private void Learn(string label, Passage entry)
    {
        var named = values.Read(entry).Where(m => choices.Any(c => c.Key == m.Key)).DistinctBy(m => m.Key).ToList();
        if (named.Count == 1)
            labels[label] = labels.TryGetValue(label, out var other) && other?.Key != named[0].Key ? null : choices.First(c => c.Key == named[0].Key);
        else if (named.Count == 0 && Wording.All.Abstain.IsIn(entry))
            labels.TryAdd(label, null);
    }

    /// <summary>The label that is all that the passage says; null where it says more.</summary>
    private static int? ReferenceIn(Passage passage)
    {
        for (var i = 0; i < passage.Tokens.Count; i++)
        {
            if (IsName(passage.Tokens[i]) && Wording.All.OptionLead.IsIn(passage, 0, i) && Wording.All.OptionTail.IsIn(passage, i + 1))
                return i;
        }

        return null;
    }

    /// <summary>Whether a letter or number stands as the label of a list entry: "A.", "(B)", "1:", "C →".</summary>
    private static bool IsLabel(Passage passage, int at) => IsName(passage.Tokens[at]) && at + 1 < passage.Tokens.Count
        && passage.Tokens[at + 1].Text is ")" or "." or "、" or ":" or "]" or "=" or "→" && (at == 0 || !passage.IsJoined(at - 1) || passage.Tokens[at - 1].Kind is TokenKind.Mark or TokenKind.Han);

    /// <summary>"A Ashofield; B Raldett": a capital or number that a choice may stand behind.</summary>
    private static bool IsBareLabel(Passage line, int at) => IsName(line.Tokens[at]) && (line.Tokens[at].IsCapital || line.Tokens[at].Kind == TokenKind.Digits)
        && (at == 0 || line.Tokens[at - 1].Kind == TokenKind.Mark) && !line.IsJoined(at);

    private static bool IsName(Token token) => token switch
    {
        { Kind: TokenKind.Word, Text: [>= 'a' and <= 'e'] } => true,
        { Kind: TokenKind.Digits, Text: [>= '1' and <= '5'] } => true,
        _ => false,
    };

    private static Mention At(Mention choice, (int First, int Last) at) => choice with { First = at.First, Last = at.Last };
}
