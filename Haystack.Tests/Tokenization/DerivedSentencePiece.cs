using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>
/// A vocabulary of kind <c>llama</c> of real tokens: those of o200k that are whole text, spelled SentencePiece's
/// way, the more frequent the higher the score.
/// </summary>
internal static class DerivedSentencePiece
{
    private static readonly ConcurrentDictionary<int, Lazy<TokenizerVocabulary>> Derived = new();

    /// <summary>From the first <paramref name="tokens"/> tokens of o200k.</summary>
    public static TokenizerVocabulary Of(int tokens) => Derived.GetOrAdd(tokens, n => new Lazy<TokenizerVocabulary>(() => Derive(n))).Value;

    /// <summary>The same as kind <c>gemma4</c>: its merges listed, and tokens for runs of line feeds.</summary>
    public static TokenizerVocabulary OfLines(int tokens)
    {
        var derived = Of(tokens);
        string[] texts = [.. derived.Tokens, .. new[] { "\n\n", "\n\n\n" }.Except(derived.Tokens)];
        return derived with
        {
            Source = "test:gemma4",
            Kind = "gemma4",
            Tokens = texts,
            Scores = [.. texts.Select(_ => 0f)],
            TokenTypes = [.. derived.TokenTypes!, .. Enumerable.Repeat(1, texts.Length - derived.Tokens.Count)],
            Merges = [.. TokenizerJsonFile.Merges(derived).Where(m => m.Count(c => c == ' ') == 1)],
            AddBos = false,
        };
    }

    private static TokenizerVocabulary Derive(int tokens)
    {
        string[] fixedTokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")];
        var texts = DerivedVocabulary.Derive("o200k_base", tokens).Tokens.Take(tokens)
            .Select(t => ByteAlphabet.TryDecode(t)!).Where(b => Utf8.IsValid(b))
            .Select(b => Encoding.UTF8.GetString(b).Replace(' ', '▁')).Where(t => t.LastIndexOf('▁') <= 0 || t.All(c => c == '▁'))
            .Where(t => t != "\0").Distinct(StringComparer.Ordinal).ToList();
        var letters = texts.SelectMany(t => t.EnumerateRunes().Select(r => r.ToString())).Distinct(StringComparer.Ordinal).Except(texts).ToList();
        texts.AddRange(letters);
        return new TokenizerVocabulary
        {
            Source = "test:sentencepiece",
            Kind = "llama",
            Tokens = [.. fixedTokens, .. texts],
            Scores = [.. fixedTokens.Select(_ => 0f), .. texts.Select((_, i) => -(float)i)],
            TokenTypes = [2, 3, 3, .. Enumerable.Repeat(6, 256), .. texts.Select(_ => 1)],
            BosId = 1,
        };
    }
}
