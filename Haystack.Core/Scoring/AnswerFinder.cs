namespace Haystack.Scoring;

/// <summary>Finds the answer in a reply without thinking. Linear time, whatever the text.</summary>
internal static class AnswerFinder
{
    /// <summary>A marked answer longer than this (characters) is no answer but an essay; only its beginning is read.</summary>
    public const int LongestBody = 2_000;

    /// <summary>Only so much of a reply's end is looked through (characters): it bounds the time for runaway replies.</summary>
    public const int Window = 100_000;

    /// <summary>
    /// The answer that the reply marks as such: an answer line, <c>\boxed{}</c>, JSON or an answer tag; of several the
    /// last, since the last commits. Null where nothing is marked.
    /// </summary>
    public static FoundAnswer? FindMarked(string visible, ReadingRules rules)
    {
        FoundAnswer? best = null;
        foreach (var found in Candidates(End(visible), rules))
        {
            var isBetter = best is null || (rules.LastAnswerWins ? found.Position > best.Position : found.Position < best.Position);
            if (isBetter)
                best = found;
        }

        return best;
    }

    /// <summary>What is read where nothing is marked: "the answer is …", then the last sentence. Never empty lines.</summary>
    public static IEnumerable<FoundAnswer> FindUnmarked(string visible, ReadingRules rules)
    {
        visible = End(visible);
        if (rules.AnswerPhrase && AnswerPhrase.Find(visible) is { } phrase)
            yield return phrase;
        if (LastSentence.Find(visible, rules) is { } sentence)
            yield return sentence;
    }

    private static string End(string visible) => visible.Length <= Window ? visible : visible[^Window..];

    private static IEnumerable<FoundAnswer> Candidates(string visible, ReadingRules rules)
    {
        if (rules.AnswerLine && AnswerLines.Find(visible, AnswerLines.English, rules) is { } line)
            yield return line;
        if (rules.ChineseAnswerLine && AnswerLines.Find(visible, AnswerLines.Chinese, rules) is { } chinese)
            yield return chinese;
        if (rules.Boxed && BracedAnswers.FindBoxed(visible, rules) is { } boxed)
            yield return boxed;
        if (rules.JsonAnswer && BracedAnswers.FindJson(visible, rules) is { } json)
            yield return json;
        if (rules.AnswerTag && BracedAnswers.FindTag(visible, rules) is { } tag)
            yield return tag;
    }
}
