using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>What Ollama's verbose <c>/api/show</c> says of a vocabulary.</summary>
internal static class OllamaShow
{
    /// <summary>The whole answer.</summary>
    public static JsonObject Of(TokenizerVocabulary vocabulary)
    {
        var info = new JsonObject
        {
            ["general.architecture"] = "qwen2",
            ["tokenizer.ggml.model"] = vocabulary.Kind,
            ["tokenizer.ggml.pre"] = vocabulary.Pre,
            ["tokenizer.ggml.tokens"] = JsonSerializer.SerializeToNode(vocabulary.Tokens),
            ["tokenizer.ggml.merges"] = JsonSerializer.SerializeToNode(vocabulary.Merges),
            ["tokenizer.ggml.token_type"] = JsonSerializer.SerializeToNode(vocabulary.TokenTypes),
            ["tokenizer.ggml.add_bos_token"] = false,
            ["tokenizer.ggml.bos_token_id"] = vocabulary.BosId,
        };
        if (vocabulary.Scores is { } scores)
            info["tokenizer.ggml.scores"] = JsonSerializer.SerializeToNode(scores);
        return new JsonObject { ["model_info"] = info };
    }
}
