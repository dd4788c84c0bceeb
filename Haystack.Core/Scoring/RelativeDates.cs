using Haystack.Languages;

namespace Haystack.Scoring;

/// <summary>
/// Reads dates that are told from another date, where that date is named beside them: "the day after 4 March 1887",
/// "two weeks before May 3", 1887年3月4日的次日, 3月4日之后17天. "The next day" alone says nothing and is not read.
/// </summary>
internal static class RelativeDates
{
    private static readonly IReadOnlyList<DateReading> Readings = [.. Language.All.Select(l => l.Dates).OfType<DateReading>()];

    private static readonly (string Phrase, int Days)[] ChineseNeighbours =
    [
        ("的第二天", 1), ("的次日", 1), ("次日", 1), ("的后一天", 1), ("后一天", 1), ("的翌日", 1), ("翌日", 1), ("第二天", 1),
        ("的前一天", -1), ("前一天", -1), ("前一日", -1),
    ];

    /// <summary>"N days after DATE" starting at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at)
    {
        if (!passage.Is(at, TokenKind.Word) && !passage.Is(at, TokenKind.Digits))
            return null;
        foreach (var reading in Readings)
        {
            if (At(passage, at, reading) is { } date)
                return date;
        }

        return null;
    }

    private static ParsedDate? At(Passage passage, int at, DateReading words)
    {
        var isOne = words.One.Contains(Word(passage, at));
        var number = isOne ? new ParsedNumber(1, at, false) : Numbers.At(passage, at);
        if (number is not { } count || count.Value is < 1 or > 10_000 || !words.Spans.TryGetValue(Word(passage, count.Last + 1), out var unit))
            return null;
        var direction = Word(passage, count.Last + 2);
        var sign = words.Later.Contains(direction) ? 1 : words.Earlier.Contains(direction) ? -1 : 0;
        var start = count.Last + 3;
        if (words.The.Contains(Word(passage, start)) && (words.HasOrdinalPoint || !passage.Is(start + 1, TokenKind.Digits)))
            start++;
        if (sign == 0 || start >= passage.Tokens.Count || Dates.AbsoluteAt(passage, start) is not { } date)
            return null;
        return date.Value.Plus(sign * (int)count.Value * unit) is { } moved ? new ParsedDate(moved, date.Last) : null;
    }

    /// <summary>A Chinese date with 的次日, 后17天 … behind it; null where nothing of that kind follows.</summary>
    public static ParsedDate? After(Passage passage, ParsedDate date)
    {
        var from = date.Last + 1;
        foreach (var (phrase, days) in ChineseNeighbours)
        {
            if (StartsWith(passage, from, phrase) && date.Value.Plus(days) is { } near)
                return new ParsedDate(near, from + phrase.Length - 1);
        }

        foreach (var word in (string[])["之后的", "之后", "以后", "后的", "后", "过", "之前", "以前", "前"])
        {
            if (!StartsWith(passage, from, word))
                continue;
            var at = from + word.Length;
            if (at >= passage.Tokens.Count || passage.Tokens[at].Text == "第" || Numbers.At(passage, at) is not { } count
                || count.Value > 10_000 || !(StartsWith(passage, count.Last + 1, "天") || StartsWith(passage, count.Last + 1, "日")))
                return null;
            var sign = word.Contains('前', StringComparison.Ordinal) ? -1 : 1;
            return date.Value.Plus(sign * (int)count.Value) is { } moved ? new ParsedDate(moved, count.Last + 1) : null;
        }

        return null;
    }

    private static string Word(Passage passage, int at) =>
        at < passage.Tokens.Count ? passage.Tokens[at].Text.ToLowerInvariant() : "";

    private static bool StartsWith(Passage passage, int at, string phrase)
    {
        for (var i = 0; i < phrase.Length; i++)
        {
            if (at + i >= passage.Tokens.Count || passage.Tokens[at + i].Text != phrase[i].ToString())
                return false;
        }

        return true;
    }
}
