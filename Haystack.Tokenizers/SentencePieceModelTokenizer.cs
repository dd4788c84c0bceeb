using System.Text;

namespace Haystack.Tokenization;

/// <summary>
/// SentencePiece BPE (kinds <c>llama</c> and <c>gemma4</c>): blanks become <c>▁</c>, letters merge across the whole text, letters
/// outside the vocabulary become bytes.
/// </summary>
/// <remarks>
/// Text is taken as it stands in the middle of a prompt: the dummy prefix that a server puts before the first
/// text belongs to the chat template's overhead. Merging goes over the text in stretches between places that no
/// token of the vocabulary can bridge, which gives the same tokens as merging it whole.
/// </remarks>
internal sealed class SentencePieceModelTokenizer : VocabularyTokenizer
{
    private readonly PieceCache _cache = new();
    private readonly Dictionary<int, int> _runeTokens = [];
    private readonly HashSet<int> _byteTokens;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _wholePieces;

    public SentencePieceModelTokenizer(CompiledVocabulary vocabulary, string source)
        : base(vocabulary, source)
    {
        _byteTokens = [.. vocabulary.ByteTokens];
        _wholePieces = new Dictionary<string, int>(vocabulary.WholePieces, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i + 1 < vocabulary.RuneTokens.Length; i += 2)
            _runeTokens[vocabulary.RuneTokens[i]] = vocabulary.RuneTokens[i + 1];
    }

    /// <inheritdoc/>
    protected override int CountPlain(ReadOnlySpan<char> text)
    {
        var count = 0;
        text = CodePointShadow.HasSurrogates(text) ? CodePointShadow.WithoutLoneSurrogates(text) : text;
        while (!text.IsEmpty)
        {
            var end = StretchEnd(text);
            count += Tokens(text[..end]).Length;
            text = text[end..];
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void EncodePlain(ReadOnlySpan<char> text, int origin, List<TokenSpan> spans)
    {
        text = CodePointShadow.HasSurrogates(text) ? CodePointShadow.WithoutLoneSurrogates(text) : text;
        while (!text.IsEmpty)
        {
            var end = StretchEnd(text);
            Place(text[..end], Tokens(text[..end]), origin, spans);
            origin += end;
            text = text[end..];
        }
    }

    /// <inheritdoc/>
    protected override bool PlainAlwaysCuts(char before, char after) =>
        (Vocabulary.Lines != LineRules.None && (before == '\n') != (after == '\n'))
        || ((!MayHold(Escape(before), Escape(after)) || (Vocabulary.CutsBeforeBlank && Escape(after) == SentencePieceCompiler.Blank))
        && !(char.IsHighSurrogate(before) && char.IsLowSurrogate(after)));

    // Half of a pair may stand alone, and is U+FFFD then.
    private bool MayHold(char before, char after) =>
        NeighbourFilter.MayHold(Vocabulary.Neighbours, before, after)
        || (char.IsSurrogate(before) && MayHold('\uFFFD', after)) || (char.IsSurrogate(after) && MayHold(before, '\uFFFD'));

    private static char Escape(char c) => c == ' ' ? SentencePieceCompiler.Blank : c;

    private int StretchEnd(ReadOnlySpan<char> text)
    {
        var end = 1;
        while (end < text.Length && !PlainAlwaysCuts(text[end - 1], text[end]))
            end++;
        return end;
    }

    private int[] Tokens(ReadOnlySpan<char> stretch)
    {
        if (_cache.Find(stretch) is { } known)
            return known;
        if (_wholePieces.TryGetValue(stretch, out var whole))
        {
            _cache.Store(stretch, [whole]);
            return [whole];
        }

        using var tokens = new IntBuffer();
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < stretch.Length;)
        {
            // An invalid unit decodes to U+FFFD: what a server is sent in its stead.
            Rune.DecodeFromUtf16(stretch[at..], out var rune, out var units);
            at += units;
            if (_runeTokens.TryGetValue(rune.Value == ' ' ? SentencePieceCompiler.Blank : rune.Value, out var token))
            {
                tokens.Add(token);
                continue;
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (Vocabulary.ByteTokens[value] < 0)
                    throw new TokenizerUnsupportedException($"the vocabulary has no token for U+{rune.Value:X4} in the text, nor the byte token <0x{value:X2}>, so the text has no exact count");
                tokens.Add(Vocabulary.ByteTokens[value]);
            }
        }

        var count = Merger.Merge(Vocabulary.Merges, tokens.Span);
        var result = tokens.Span[..count].ToArray();
        _cache.Store(stretch, result);
        return result;
    }

    private void Place(ReadOnlySpan<char> stretch, ReadOnlySpan<int> tokens, int origin, List<TokenSpan> spans)
    {
        var at = 0;
        var bytesHeld = 0;
        foreach (var token in tokens)
        {
            var start = at;
            if (!_byteTokens.Contains(token))
            {
                at += Vocabulary.Lengths[token];
            }
            else
            {
                Rune.DecodeFromUtf16(stretch[at..], out var rune, out var units);
                if (++bytesHeld == rune.Utf8SequenceLength)
                    (at, bytesHeld) = (at + units, 0);
            }

            spans.Add(new TokenSpan(token, origin + start, origin + at));
        }
    }
}
