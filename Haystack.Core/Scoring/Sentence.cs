namespace Haystack.Scoring;

/// <summary>One sentence of a reply.</summary>
/// <param name="Text">As written, without white space around it.</param>
/// <param name="Start">Where it starts in the text that was cut.</param>
/// <param name="End">One past its end.</param>
/// <param name="IsSupport">Whether it stands under "Explanation:", "Evidence:" and the like.</param>
internal sealed record Sentence(string Text, int Start, int End, bool IsSupport)
{
    private Passage? passage;

    /// <summary>It, cut into tokens: once, however often it is looked at.</summary>
    public Passage Passage => passage ??= Passage.From(Text);

    /// <summary>Whether it asks: a question commits to nothing.</summary>
    public bool Asks => Text.AsSpan().TrimEnd("\"”」* ") is [.., '?' or '？'];

    /// <summary>Cuts a text into sentences; those without a letter or digit are left out.</summary>
    public static List<Sentence> Of(string text)
    {
        var sentences = new List<Sentence>();
        var isSupport = false;
        foreach (var line in Line.Of(text))
        {
            isSupport = line.Kind switch
            {
                LineKind.Section => true,
                LineKind.Label or LineKind.WeakLabel or LineKind.Heading or LineKind.Blank => false,
                _ => isSupport,
            };
            var start = line.Start;
            for (var i = line.Start; i < line.End; i++)
            {
                if (i < line.End - 1 && !Terminators.IsEnd(text.AsSpan(0, line.End), i))
                    continue;
                if (HasWord(text.AsSpan(start, i + 1 - start)))
                    sentences.Add(new Sentence(text[start..(i + 1)].Trim(), start, i + 1, isSupport));
                start = i + 1;
            }
        }

        return sentences;
    }

    private static bool HasWord(ReadOnlySpan<char> sentence)
    {
        foreach (var rune in sentence.EnumerateRunes())
        {
            // Letters, digits, and numbers of other kinds: ②, Ⅳ, 〇.
            if (System.Text.Rune.IsLetter(rune) || System.Text.Rune.IsNumber(rune))
                return true;
        }

        return false;
    }
}
