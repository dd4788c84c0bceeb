using System.Text;

namespace Haystack.Tokenization;

/// <summary>Places byte-level tokens in UTF-16 text.</summary>
internal static class ByteSpans
{
    /// <summary>
    /// Appends a span for each of <paramref name="tokens"/>, which spell <paramref name="piece"/>. A token covers
    /// the characters whose last byte it holds.
    /// </summary>
    public static void Place(ReadOnlySpan<char> piece, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, int origin, List<TokenSpan> spans)
    {
        var at = 0;
        var start = 0;
        var bytesHeld = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            bytesHeld += lengths[tokens[i]];
            while (at < piece.Length)
            {
                Rune.DecodeFromUtf16(piece[at..], out var rune, out var units);
                if (rune.Utf8SequenceLength > bytesHeld)
                    break;
                bytesHeld -= rune.Utf8SequenceLength;
                at += units;
            }

            // Bytes that the vocabulary lacks leave text over: the last token takes it.
            var end = i == tokens.Length - 1 ? piece.Length : at;
            spans.Add(new TokenSpan(tokens[i], origin + start, origin + end));
            start = end;
        }
    }
}
