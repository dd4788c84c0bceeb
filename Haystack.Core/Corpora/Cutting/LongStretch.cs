using System.Globalization;

namespace Haystack.Corpora.Cutting;

/// <summary>
/// Cuts a stretch of text in which no sentence ends: after clauses, else between words, else between characters. Filler
/// is put together from pieces, and one piece of a book's length would leave none (and take a tokenizer minutes).
/// </summary>
internal static class LongStretch
{
    /// <summary>A longer sentence is none: few authors write longer ones, and none often.</summary>
    public const int Longest = 2_000;

    private const int LeastPiece = 200;
    private const int MostPiece = 600;

    private const string ClauseEnds = ",;:，、；：،؛।—–";

    /// <summary>The pieces in order, without white space at either end, and what joins each to the one before.</summary>
    public static IEnumerable<(string Lead, Range Piece)> Cut(string text, Range range)
    {
        var (start, end) = (range.Start.Value, range.End.Value);
        var lead = "";
        while (end - start > MostPiece)
        {
            var at = Place(text, start);
            var stop = start + text.AsSpan(start, at - start).TrimEnd().Length;
            yield return (lead, start..stop);
            start = at;
            while (start < end && char.IsWhiteSpace(text[start]))
                start++;
            // Between characters of one word no tokenizer is sure to begin anew: the line ends there.
            lead = start > stop ? CorpusBuilder.Blank : ClauseEnds.Contains(text[stop - 1], StringComparison.Ordinal) ? "" : CorpusBuilder.Line;
        }

        if (start < end)
            yield return (lead, start..end);
    }

    private static int Place(string text, int start)
    {
        for (var at = start + MostPiece; at > start + LeastPiece; at--)
        {
            if (ClauseEnds.Contains(text[at - 1], StringComparison.Ordinal) && (LineText.IsCjk(text[at - 1]) || char.IsWhiteSpace(text[at])))
                return at;
        }

        for (var at = start + MostPiece; at > start + LeastPiece; at--)
        {
            if (char.IsWhiteSpace(text[at]))
                return at;
        }

        for (var at = start + MostPiece; at > start + LeastPiece; at--)
        {
            // Not within a pair of surrogates, and not before what belongs to the character before.
            if (!char.IsLowSurrogate(text[at]) && text[at] != '\u200D' && text[at - 1] != '\u200D'
                && CharUnicodeInfo.GetUnicodeCategory(text, at) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
                return at;
        }

        return start + MostPiece;
    }
}
