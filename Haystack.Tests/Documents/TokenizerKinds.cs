using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Tests.Documents;

/// <summary>One tokenizer of each kind, loaded the way the program loads it: by spec, from a file or from a server's answer.</summary>
internal static class TokenizerKinds
{
    private static readonly Dictionary<string, Func<Vocabularies, ModelTokenizer>> Loaders = new()
    {
        ["tiktoken o200k"] = _ => TokenizerSpec.Load("tiktoken:o200k_base"),
        ["tiktoken cl100k"] = _ => TokenizerSpec.Load("tiktoken:cl100k_base"),
        ["Ollama gpt2"] = v => Served(v.O200k with { Pre = "llama-bpe" }),
        ["Ollama llama"] = v => Served(v.SentencePiece),
        ["Ollama gemma4"] = v => Served(v.Lines),
        ["tokenizer.json byte-level"] = v => Saved("hf", TokenizerJsonFile.ByteLevel(v.Cl100k)),
        ["tokenizer.json SentencePiece"] = v => Saved("hf", TokenizerJsonFile.SentencePiece(v.SentencePiece)),
        ["GGUF gpt2"] = v => Saved("gguf", GgufFile.Of(v.Cl100k with { Pre = "deepseek-v3" })),
        ["GGUF llama"] = v => Saved("gguf", GgufFile.Of(v.SentencePiece)),
    };

    /// <summary>What they are called.</summary>
    public static IEnumerable<string> Names => Loaders.Keys;

    /// <summary>The tokenizer with a vocabulary of the size that models have.</summary>
    public static ModelTokenizer Whole(string name) =>
        Loaders[name](new Vocabularies(DerivedVocabulary.O200k, DerivedVocabulary.Cl100k, DerivedSentencePiece.Of(32_000), DerivedSentencePiece.OfLines(32_000)));

    /// <summary>The tokenizer with a vocabulary of a few thousand tokens, where it is not one of the library's.</summary>
    public static ModelTokenizer Small(string name) =>
        Loaders[name](new Vocabularies(DerivedVocabulary.Small, DerivedVocabulary.Derive("cl100k_base", 4_000), DerivedSentencePiece.Of(6_000), DerivedSentencePiece.OfLines(6_000)));

    private static VocabularyTokenizer Served(TokenizerVocabulary vocabulary)
    {
        using var answer = JsonDocument.Parse(OllamaShow.Of(vocabulary).ToJsonString());
        return OllamaVocabulary.Load("ollama:test", answer.RootElement, new HaystackCache(null));
    }

    private static ModelTokenizer Saved(string kind, JsonNode content) => Saved(kind, Encoding.UTF8.GetBytes(content.ToJsonString()));

    private static ModelTokenizer Saved(string kind, byte[] content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["vocabulary"], content);
        return TokenizerSpec.Load($"{kind}:{folder["vocabulary"]}", new HaystackCache(null));
    }

    private sealed record Vocabularies(TokenizerVocabulary O200k, TokenizerVocabulary Cl100k, TokenizerVocabulary SentencePiece, TokenizerVocabulary Lines);
}
