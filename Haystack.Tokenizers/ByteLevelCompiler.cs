using System.Text;
using System.Text.Unicode;

namespace Haystack.Tokenization;

/// <summary>Compiles byte-level BPE vocabularies (kind <c>gpt2</c>).</summary>
internal static class ByteLevelCompiler
{
    /// <inheritdoc cref="VocabularyCompiler.Compile"/>
    public static CompiledVocabulary Compile(TokenizerVocabulary vocabulary)
    {
        if (vocabulary.Merges.Count == 0)
            throw new HaystackException($"{vocabulary.Source}: a vocabulary of kind 'gpt2' without merges");
        var pre = string.IsNullOrEmpty(vocabulary.Pre) ? "default" : vocabulary.Pre;
        var rules = vocabulary.Rules ?? PreTokenizerCatalog.Find(pre);

        // Of two tokens with one text the later counts, as in llama.cpp's map.
        var ids = new Dictionary<string, int>(vocabulary.Tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
            ids[vocabulary.Tokens[id]] = id;

        var byteTokens = new int[256];
        for (var value = 0; value < 256; value++)
            byteTokens[value] = ids.GetValueOrDefault(ByteAlphabet.Letter((byte)value).ToString(), -1);
        var compiled = new CompiledVocabulary
        {
            Fingerprint = VocabularyFingerprint.Of(vocabulary, rules),
            Label = $"gpt2/{(vocabulary.Rules is null ? pre : "own rules")}",
            Rules = rules,
            ByteTokens = byteTokens,
            Lengths = [.. vocabulary.Tokens.Select(t => ByteAlphabet.TryDecode(t)?.Length ?? Encoding.UTF8.GetByteCount(t))],
            Merges = Merges(vocabulary, ids),
            UserTokens = VocabularyCompiler.UserTokens(vocabulary, t => t),
            LeftmostUserTokens = vocabulary.LeftmostUserTokens,
            ControlTexts = VocabularyCompiler.ControlTexts(vocabulary),
            Nfc = vocabulary.Nfc,
            Nfkc = vocabulary.Nfkc,
            AddsBos = VocabularyCompiler.AddsBos(vocabulary),
        };
        return rules.IgnoreMerges ? compiled with { WholePieces = WholePieces(vocabulary, compiled) } : compiled;
    }

    private static MergeTable Merges(TokenizerVocabulary vocabulary, Dictionary<string, int> ids)
    {
        var table = new MergeTable(vocabulary.Merges.Count);
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var joined = new char[vocabulary.Merges.Max(m => m.Length)];
        for (var rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            ReadOnlySpan<char> merge = vocabulary.Merges[rank];
            var blank = merge.Length < 3 ? -1 : merge[1..].IndexOf(' ') + 1;
            if (blank <= 0 || blank == merge.Length - 1)
                throw new HaystackException($"{vocabulary.Source}: merge {rank} is not of the form 'left right'");
            var left = merge[..blank];
            var right = merge[(blank + 1)..];
            left.CopyTo(joined);
            right.CopyTo(joined.AsSpan(left.Length));
            if (!lookup.TryGetValue(left, out var leftId) || !lookup.TryGetValue(right, out var rightId)
                || !lookup.TryGetValue(joined.AsSpan(0, merge.Length - 1), out var mergedId))
            {
                throw new TokenizerUnsupportedException($"merge {rank} ('{Shown(merge)}') names a token that is not in the vocabulary");
            }

            table.Add(leftId, rightId, rank, mergedId);
        }

        return table;
    }

    // The few tokens that merging does not reach are found once, here, so that no look-up in the whole vocabulary is needed later.
    private static Dictionary<string, int> WholePieces(TokenizerVocabulary vocabulary, CompiledVocabulary compiled)
    {
        var wholes = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<int> buffer = stackalloc int[256];
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            // llama.cpp looks for a piece among all tokens, Hugging Face's tokenizers among those of the model.
            if (vocabulary.LeftmostUserTokens && VocabularyCompiler.TypeOf(vocabulary, id) != TokenType.Normal)
                continue;
            var bytes = ByteAlphabet.TryDecode(vocabulary.Tokens[id]);
            if (bytes is null || !Utf8.IsValid(bytes))
                continue;
            var tokens = bytes.Length <= buffer.Length ? buffer[..bytes.Length] : new int[bytes.Length];
            var known = true;
            for (var i = 0; i < bytes.Length; i++)
            {
                tokens[i] = compiled.ByteTokens[bytes[i]];
                known &= tokens[i] >= 0;
            }

            if (!known || Merger.Merge(compiled.Merges, tokens) != 1 || tokens[0] != id)
                wholes[Encoding.UTF8.GetString(bytes)] = id;
        }

        return wholes;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
