using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>Composes files in the form of Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class TokenizerJsonFile
{
    private const string Qwen2 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /// <summary>A byte-level file as Qwen's: NFC, its expression, its vocabulary and merges.</summary>
    public static JsonObject ByteLevel(TokenizerVocabulary vocabulary) => new()
    {
        ["added_tokens"] = Added(vocabulary),
        ["normalizer"] = new JsonObject { ["type"] = "NFC" },
        ["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Qwen2 }, ["behavior"] = "Isolated", ["invert"] = false },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
        },
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = Vocab(vocabulary),
            ["merges"] = JsonSerializer.SerializeToNode(vocabulary.Merges),
        },
    };

    /// <summary>A SentencePiece-like file as Llama 2's: blanks spelled by the normaliser, merges over letters, byte fallback.</summary>
    public static JsonObject SentencePiece(TokenizerVocabulary vocabulary) => new()
    {
        ["added_tokens"] = Added(vocabulary),
        ["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
        ["pre_tokenizer"] = null,
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["byte_fallback"] = true,
            ["vocab"] = Vocab(vocabulary),
            ["merges"] = JsonSerializer.SerializeToNode(Merges(vocabulary)),
        },
    };

    private static JsonArray Added(TokenizerVocabulary vocabulary) =>
        [.. Control(vocabulary).Select(id => (JsonNode)new JsonObject { ["id"] = id, ["content"] = vocabulary.Tokens[id], ["special"] = true })];

    private static JsonObject Vocab(TokenizerVocabulary vocabulary)
    {
        var control = Control(vocabulary);
        return new JsonObject(vocabulary.Tokens.Select((t, i) => (t, i)).Where(t => !control.Contains(t.i)).Select(t => KeyValuePair.Create(t.t, (JsonNode?)t.i)));
    }

    private static HashSet<int> Control(TokenizerVocabulary vocabulary) =>
        [.. vocabulary.TokenTypes!.Select((type, id) => (type, id)).Where(t => t.type is TokenType.Control or TokenType.Unknown).Select(t => t.id)];

    /// <summary>As converters write them: the tokens by falling score, each with every way to make it of two others.</summary>
    public static IEnumerable<string> Merges(TokenizerVocabulary vocabulary)
    {
        var texts = vocabulary.Tokens.Where((_, id) => vocabulary.TokenTypes![id] == TokenType.Normal).ToHashSet(StringComparer.Ordinal);
        foreach (var (text, _) in vocabulary.Tokens.Zip(vocabulary.Scores!).Where(t => texts.Contains(t.First)).OrderByDescending(t => t.Second))
        {
            for (var cut = 1; cut < text.Length; cut++)
            {
                if (texts.Contains(text[..cut]) && texts.Contains(text[cut..]))
                    yield return $"{text[..cut]} {text[cut..]}";
            }
        }
    }
}
