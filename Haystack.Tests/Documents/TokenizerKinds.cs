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
    private const int SentencePieceTokens = 32_000;

    private static readonly Dictionary<string, Func<ModelTokenizer>> Loaders = new()
    {
        ["tiktoken o200k"] = () => TokenizerSpec.Load("tiktoken:o200k_base"),
        ["tiktoken cl100k"] = () => TokenizerSpec.Load("tiktoken:cl100k_base"),
        ["Ollama gpt2"] = () => Served(DerivedVocabulary.O200k with { Pre = "llama-bpe" }),
        ["Ollama llama"] = () => Served(DerivedSentencePiece.Of(SentencePieceTokens)),
        ["tokenizer.json byte-level"] = () => Saved("hf", TokenizerJsonFile.ByteLevel(DerivedVocabulary.Cl100k)),
        ["tokenizer.json SentencePiece"] = () => Saved("hf", TokenizerJsonFile.SentencePiece(DerivedSentencePiece.Of(SentencePieceTokens))),
        ["GGUF gpt2"] = () => Saved("gguf", GgufFile.Of(DerivedVocabulary.Cl100k with { Pre = "deepseek-v3" })),
        ["GGUF llama"] = () => Saved("gguf", GgufFile.Of(DerivedSentencePiece.Of(SentencePieceTokens))),
    };

    private static readonly Dictionary<string, Lazy<ModelTokenizer>> Loaded = Loaders.ToDictionary(l => l.Key, l => new Lazy<ModelTokenizer>(l.Value));

    /// <summary>What they are called.</summary>
    public static IEnumerable<string> Names => Loaders.Keys;

    /// <summary>The tokenizer; loaded once.</summary>
    public static ModelTokenizer Load(string name) => Loaded[name].Value;

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
}
