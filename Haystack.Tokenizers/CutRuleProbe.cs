namespace Haystack.Tokenization;

/// <summary>
/// Finds out whether the cut rules hold for expressions that the catalog does not know, by cutting many
/// made-up texts. A rule that fails once is off.
/// </summary>
internal static class CutRuleProbe
{
    private const int Texts = 2_000;

    private static readonly CutRules[] Rules = [CutRules.BlankAfterLetter, CutRules.BlankAfterPunctuation, CutRules.BlankAfterOther, CutRules.Clause];

    private static readonly string[] Bits =
    [
        " ", "  ", "\n", "\r\n", "\t", "a", "Z", "the", "'s", "'LL", "é", "0", "12345", "½", ".", ",", "!?", "—", "(", "\"", "/", "_",
        "。", "，", "、", "！", "：", "「", "他", "说明", "か", "한", "ж", "ا", "\u0301", "\u00A0", "$", "=", "[", "<x>",
    ];

    /// <summary>The rules with what was found out about them.</summary>
    public static PreTokenizerRules Complete(PreTokenizerRules rules)
    {
        var splitter = new PieceSplitter(rules.Expressions);
        var held = CutRules.All;
        var stream = new Seed(20_260_801).Derive("cut rules").Stream();
        for (var i = 0; i < Texts; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 2 + stream.Next(9)).Select(_ => stream.Pick(Bits)));
            foreach (var rule in Rules)
            {
                if (held.HasFlag(rule) && !Holds(splitter, rules with { Cuts = rule }, text))
                    held &= ~rule;
            }
        }

        return rules with { Cuts = held };
    }

    private static bool Holds(PieceSplitter splitter, PreTokenizerRules rule, string text)
    {
        var whole = Pieces(splitter, text, 0);
        for (var at = 1; at < text.Length; at++)
        {
            if (!rule.AlwaysCuts(text[at - 1], text[at]))
                continue;
            int[] apart = [.. Pieces(splitter, text[..at], 0), .. Pieces(splitter, text[at..], at)];
            if (!whole.AsSpan().SequenceEqual(apart))
                return false;
        }

        return true;
    }

    private static int[] Pieces(PieceSplitter splitter, string text, int origin)
    {
        using var ends = new IntBuffer();
        splitter.Split(text, ends);
        var pieces = ends.Span.ToArray();
        for (var i = 0; i < pieces.Length; i++)
            pieces[i] += origin;
        return pieces;
    }
}
