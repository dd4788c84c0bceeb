namespace Haystack.Scoring;

/// <summary>Finds "the answer is …" and "答案是…" within running text.</summary>
internal static class AnswerPhrase
{
    /// <summary>How far back from the end it is looked for, in characters.</summary>
    private const int Window = 20_000;

    private static readonly string[] Phrases =
        ["answer is", "answer was", "answer would be", "answer must be", "answer should be", "答案是", "答案为", "答案应该是", "答案应为", "答案就是"];

    /// <summary>The sentence after the last such phrase; null without one.</summary>
    public static FoundAnswer? Find(string text)
    {
        var best = -1;
        var offset = Math.Max(0, text.Length - Window);
        foreach (var phrase in Phrases)
        {
            var at = text.AsSpan(offset).LastIndexOf(phrase, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
                best = Math.Max(best, offset + at + phrase.Length);
        }

        if (best < 0 || best >= text.Length)
            return null;
        var window = text.AsSpan(best, Math.Min(AnswerFinder.LongestBody, text.Length - best));
        var end = 0;
        while (end < window.Length && !Terminators.IsEnd(window, end))
            end++;
        var body = window[..end].ToString();
        return new FoundAnswer(
            "the last \"the answer is\"", body, text[(best + end)..], IsMarked: false, end < window.Length, best);
    }
}
