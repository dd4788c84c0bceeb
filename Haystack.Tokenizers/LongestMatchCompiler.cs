using System.Text;

namespace Haystack.Tokenization;

/// <summary>Compiles vocabularies of kind <c>rwkv</c>: at each place the longest token goes, whatever comes behind.</summary>
internal static class LongestMatchCompiler
{
    /// <inheritdoc cref="VocabularyCompiler.Compile"/>
    public static CompiledVocabulary Compile(TokenizerVocabulary vocabulary)
    {
        // Of two tokens with one text the later counts, as in llama.cpp's tree.
        var tokens = new Dictionary<string, int>(vocabulary.Tokens.Count, StringComparer.Ordinal);
        var lengths = new int[vocabulary.Tokens.Count];
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            var bytes = LongestMatchTokens.Unescape(vocabulary.Tokens[id]);
            lengths[id] = bytes.Length;
            if (bytes.Length > 0)
                tokens[bytes] = id;
        }

        var byteTokens = new int[256];
        for (var value = 0; value < 256; value++)
            byteTokens[value] = tokens.GetValueOrDefault(((char)value).ToString(), -1);
        // llama.cpp loops for ever at a byte that begins a token and is none itself, and reads any other as unknown. No text has 0xC0, 0xC1, 0xF5 …, nor 0.
        if (Enumerable.Range(1, 0xF4).FirstOrDefault(b => byteTokens[b] < 0 && b is not (0xC0 or 0xC1), -1) is var missing and >= 0)
            throw new TokenizerUnsupportedException($"the vocabulary of kind 'rwkv' has no token for the byte 0x{missing:X2}, so not every text has an exact count");
        return new CompiledVocabulary
        {
            Fingerprint = VocabularyFingerprint.Of(vocabulary, null),
            Label = "rwkv",
            ByteTokens = byteTokens,
            Lengths = lengths,
            Merges = new MergeTable(0),
            WholePieces = tokens,
            IsLongestMatch = true,
            UserTokens = VocabularyCompiler.UserTokens(vocabulary, t => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(LongestMatchTokens.Unescape(t)))),
            ControlTexts = VocabularyCompiler.ControlTexts(vocabulary),
            AddsBos = vocabulary.AddBos ?? false,
        };
    }
}
