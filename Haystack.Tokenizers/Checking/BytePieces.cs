using System.Text;

namespace Haystack.Tokenization.Checking;

/// <summary>What byte-level vocabularies spell: a piece's UTF-8 bytes, a letter each, and which token of it ends where in the text.</summary>
internal static class BytePieces
{
    /// <summary>GPT-2's <c>bytes_to_unicode</c>: what is visible in Latin 1 stands for itself, the rest from U+0100 on, in order.</summary>
    public static string LetterOf(byte value)
    {
        static bool IsVisible(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
        return IsVisible(value) ? ((char)value).ToString() : ((char)(256 + Enumerable.Range(0, value).Count(b => !IsVisible(b)))).ToString();
    }

    /// <summary>The bytes of a piece; a lone surrogate is U+FFFD.</summary>
    public static byte[] Of(string piece) => Encoding.UTF8.GetBytes(piece);

    /// <summary>Gives each token of a piece its place: the characters whose last byte it holds; the last token takes what is left.</summary>
    public static IEnumerable<TokenSpan> Place(string piece, IReadOnlyList<(int Id, int Bytes)> tokens, int origin)
    {
        // For each byte, where the characters end that are whole after it.
        var whole = new List<int> { 0 };
        var at = 0;
        foreach (var rune in piece.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            for (var i = 1; i <= rune.Utf8SequenceLength; i++)
                whole.Add(i == rune.Utf8SequenceLength ? at : at - rune.Utf16SequenceLength);
        }

        var bytes = 0;
        var start = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            bytes += tokens[i].Bytes;
            var end = i == tokens.Count - 1 ? piece.Length : whole[bytes];
            yield return new TokenSpan(tokens[i].Id, origin + start, origin + end);
            start = end;
        }
    }
}
