using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Tells whether an answer says that the text does not say.</summary>
internal static class Abstentions
{
    private static readonly FrozenSet<string> Words =
        new[] { "none", "null", "nil", "nothing", "nowhere", "?", "无", "没有", "-", "--", "不明", "unclear" }.ToFrozenSet();

    /// <summary>Whether the passage abstains, the values in it considered.</summary>
    public static bool IsIn(Passage passage, IReadOnlyList<Mention> mentions, ReadingRules rules)
    {
        var bare = passage.Joined.Text.Trim('.', '。', '"', '(', ')', '[', ']');
        if (rules.Abstention && Words.Contains(bare))
            return true;
        var phrases = new List<(int First, int Last)>();
        if (rules.Abstention)
            phrases.AddRange(Phrases.Abstention.In(passage));
        if (rules.ChineseAbstention)
            phrases.AddRange(Phrases.ChineseAbstention.In(passage));
        if (phrases.Count == 0)
            return false;
        var phrase = phrases.Min();
        return !(rules.ValueAfterAbstention && IsFollowed(passage, mentions, phrase.Last)) && !IsRemark(passage, mentions, phrase.First);
    }

    /// <summary>"It is not stated outright, but it must be A."</summary>
    private static bool IsFollowed(Passage passage, IReadOnlyList<Mention> mentions, int last) =>
        Phrases.AllTheSame.In(passage, last + 1, passage.Tokens.Count) is [var turn, ..] && mentions.Any(m => m.First > turn.Last);

    /// <summary>"A, though the text does not say since when": a value up front, the abstention about something else.</summary>
    private static bool IsRemark(Passage passage, IReadOnlyList<Mention> mentions, int first) =>
        mentions.FirstOrDefault(m => m.Last < first) is { } value
        && Phrases.Remark.In(passage, value.Last + 1, first).Count > 0
        && Phrases.Contrast.In(passage, value.Last + 1, first).Count == 0;
}
