using System.Buffers;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>Greedy longest match over bytes (kind <c>rwkv</c>).</summary>
internal sealed class LongestMatchTokenizer : VocabularyTokenizer
{
    private const int Bytes = 256;

    private readonly Dictionary<int, int> _next = [];
    private readonly List<int> _tokens = [-1];
    private readonly bool[] _joined = new bool[Bytes * Bytes];

    public LongestMatchTokenizer(CompiledVocabulary vocabulary, string source)
        : base(vocabulary, source)
    {
        foreach (var (bytes, id) in vocabulary.WholePieces)
        {
            var node = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                if (!_next.TryGetValue(node * Bytes + bytes[i], out var next))
                {
                    _next.Add(node * Bytes + bytes[i], next = _tokens.Count);
                    _tokens.Add(-1);
                }

                node = next;
                if (i > 0)
                    _joined[bytes[i - 1] * Bytes + bytes[i]] = true;
            }

            _tokens[node] = id;
        }
    }

    /// <inheritdoc/>
    protected override int CountPlain(ReadOnlySpan<char> text)
    {
        using var tokens = new IntBuffer();
        Tokens(text, tokens);
        return tokens.Span.Length;
    }

    /// <inheritdoc/>
    protected override void EncodePlain(ReadOnlySpan<char> text, int origin, List<TokenSpan> spans)
    {
        using var tokens = new IntBuffer();
        Tokens(text, tokens);
        ByteSpans.Place(text, tokens.Span, Vocabulary.Lengths, origin, spans);
    }

    /// <inheritdoc/>
    protected override bool PlainAlwaysCuts(char before, char after)
    {
        if (char.IsSurrogate(before) || char.IsSurrogate(after))
            return false;
        Span<byte> first = stackalloc byte[3], second = stackalloc byte[3];
        return !_joined[first[new Rune(before).EncodeToUtf8(first) - 1] * Bytes + Head(after, second)];

        static byte Head(char c, Span<byte> bytes)
        {
            new Rune(c).EncodeToUtf8(bytes);
            return bytes[0];
        }
    }

    private void Tokens(ReadOnlySpan<char> text, IntBuffer tokens)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        try
        {
            // Lone surrogates come out as U+FFFD: what a server is sent in their stead.
            ReadOnlySpan<byte> bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
            while (!bytes.IsEmpty)
            {
                var (node, length, token) = (0, 0, -1);
                for (var i = 0; i < bytes.Length && _next.TryGetValue(node * Bytes + bytes[i], out node); i++)
                {
                    if (_tokens[node] >= 0)
                        (length, token) = (i + 1, _tokens[node]);
                }

                if (token < 0)
                    throw new TokenizerUnsupportedException($"the vocabulary has no token for the byte 0x{bytes[0]:X2} in the text, so the text has no exact count");
                tokens.Add(token);
                bytes = bytes[length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
