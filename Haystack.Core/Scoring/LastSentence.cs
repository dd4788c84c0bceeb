namespace Haystack.Scoring;

/// <summary>Finds the last sentence that says something.</summary>
internal static class LastSentence
{
    /// <summary>How far back from the end sentences are looked for, in characters.</summary>
    private const int Window = 4_000;

    private static readonly string[] Closings =
    [
        "let me know", "i hope this", "hope this helps", "hope that helps", "feel free", "if you have any", "if you need",
        "is there anything", "would you like", "please let me", "happy to help", "this is stated in", "this information is",
        "this information comes", "this is based on", "this is according to", "source:", "reference:", "(source",
        "confidence:", "this is mentioned in", "this is confirmed", "this is supported by",
        "希望这", "希望对", "如果您", "如果你", "如有", "请告诉我", "请随时", "还有什么", "来源：", "出处：", "以上信息", "该信息来自", "依据：",
    ];

    /// <summary>The last sentence; null for a text without words.</summary>
    public static FoundAnswer? Find(string text, ReadingRules rules)
    {
        var offset = Math.Max(0, text.Length - Window);
        var window = text.AsSpan(offset);
        var end = window.Length;
        while (end > 0)
        {
            var start = end - 1;
            while (start > 0 && !Terminators.IsEnd(window, start - 1))
                start--;
            var sentence = window[start..end];
            if (HasWord(sentence) && !(rules.ClosingRemarks && IsClosing(sentence)))
            {
                return new FoundAnswer(
                    "the last sentence", sentence.Trim().ToString(), text[(offset + end)..], IsMarked: false,
                    Terminators.EndsWhole(sentence), offset + start);
            }

            end = start;
        }

        return null;
    }

    private static bool HasWord(ReadOnlySpan<char> sentence)
    {
        foreach (var c in sentence)
        {
            if (char.IsLetterOrDigit(c) || c == '〇')
                return true;
        }

        return false;
    }

    private static bool IsClosing(ReadOnlySpan<char> sentence)
    {
        foreach (var closing in Closings)
        {
            if (sentence.Contains(closing, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
