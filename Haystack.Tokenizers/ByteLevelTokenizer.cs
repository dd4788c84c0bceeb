using System.Buffers;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>Byte-level BPE (kind <c>gpt2</c>): text is cut into pieces, a piece's UTF-8 bytes merge by rank.</summary>
internal sealed class ByteLevelTokenizer : VocabularyTokenizer
{
    private readonly PieceSplitter _splitter;
    private readonly PieceCache _cache = new();
    private readonly PreTokenizerRules _rules;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _wholePieces;

    public ByteLevelTokenizer(CompiledVocabulary vocabulary, string source)
        : base(vocabulary, source)
    {
        _rules = vocabulary.Rules ?? throw new ArgumentException("a byte-level vocabulary needs pre-tokenizer rules", nameof(vocabulary));
        _splitter = new PieceSplitter(_rules.Expressions);
        if (vocabulary.WholePieces.Count > 0)
            _wholePieces = new Dictionary<string, int>(vocabulary.WholePieces, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    protected override int CountPlain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;
        using var ends = new IntBuffer();
        _splitter.Split(text, ends);
        var count = 0;
        var start = 0;
        foreach (var end in ends.Span)
        {
            count += Tokens(text[start..end]).Length;
            start = end;
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void EncodePlain(ReadOnlySpan<char> text, int origin, List<TokenSpan> spans)
    {
        using var ends = new IntBuffer();
        _splitter.Split(text, ends);
        var start = 0;
        foreach (var end in ends.Span)
        {
            ByteSpans.Place(text[start..end], Tokens(text[start..end]), Vocabulary.Lengths, origin + start, spans);
            start = end;
        }
    }

    /// <inheritdoc/>
    protected override bool PlainAlwaysCuts(char before, char after) => _rules.AlwaysCuts(before, after);

    /// <summary>The tokens of one piece.</summary>
    private int[] Tokens(ReadOnlySpan<char> piece)
    {
        if (_cache.Find(piece) is { } known)
            return known;
        if (_wholePieces is { } wholes && wholes.TryGetValue(piece, out var whole))
        {
            _cache.Store(piece, [whole]);
            return [whole];
        }

        var bytes = ArrayPool<byte>.Shared.Rent(piece.Length * 3);
        var tokens = ArrayPool<int>.Shared.Rent(piece.Length * 3);
        try
        {
            // Lone surrogates come out as U+FFFD, three bytes: what a server is sent in their stead.
            var byteCount = Encoding.UTF8.GetBytes(piece, bytes);
            var count = 0;
            foreach (var value in bytes.AsSpan(0, byteCount))
            {
                // A byte without a token (one that no text has) is dropped, as llama.cpp does.
                if (Vocabulary.ByteTokens[value] is >= 0 and var token)
                    tokens[count++] = token;
            }

            count = Merger.Merge(Vocabulary.Merges, tokens.AsSpan(0, count));
            var result = tokens.AsSpan(0, count).ToArray();
            _cache.Store(piece, result);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<int>.Shared.Return(tokens);
        }
    }
}
