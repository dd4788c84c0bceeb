using System.Text.Json;
using Haystack.Inference.Builtin;
using Haystack.Inference.Calling;
using Haystack.Inference.OpenAi;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference;

/// <summary>What the model servers need to know.</summary>
internal sealed record ModelServerOptions
{
    /// <summary>Where Ollama is, in any form that <c>OLLAMA_HOST</c> takes.</summary>
    /// <value>The environment's <c>OLLAMA_HOST</c>, and without it this machine, port 11434.</value>
    public string? Endpoint { get; init; } = Environment.GetEnvironmentVariable("OLLAMA_HOST");

    /// <summary>The base URL of an OpenAI-compatible server, <c>/v1</c> included.</summary>
    /// <value>OpenAI's own.</value>
    public string? BaseUrl { get; init; }

    /// <summary>The NAME of the environment variable that holds the API key; the key itself is never kept.</summary>
    /// <value><c>OPENAI_API_KEY</c>.</value>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> ReadVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the chance of readers and the jitter of retries come from.</summary>
    public Seed Seed { get; init; } = new(1);

    /// <summary>A tokenizer that counts for every model instead of its own; null for the model's own.</summary>
    public ModelTokenizer? TokenizerOverride { get; init; }

    /// <summary>The tokenizer for readers in this process and for models without a vocabulary.</summary>
    /// <value>tiktoken's o200k.</value>
    public Func<ModelTokenizer> DefaultTokenizer { get; init; } = static () => TiktokenModelTokenizer.ForEncoding("o200k_base");

    /// <summary>Makes a tokenizer of a source's name and an answer of Ollama's verbose <c>/api/show</c>; refuses with a <see cref="HaystackException"/>.</summary>
    /// <value>The vocabulary that the answer holds.</value>
    public Func<string, JsonElement, ModelTokenizer> OllamaTokenizer { get; init; } = OllamaVocabulary.Load;

    /// <summary>The tokenizer of a model of OpenAI's by its name; null where it has none that is known.</summary>
    /// <value>tiktoken's table of models.</value>
    public Func<string, ModelTokenizer?> OpenAiTokenizer { get; init; } = TiktokenModelTokenizer.ForModel;

    /// <summary>The tokenizer in a file of weights; null where there is no such file, or none that can be read.</summary>
    /// <value>That of a GGUF file's header.</value>
    public Func<string, ModelTokenizer?> WeightsTokenizer { get; init; } = LocalWeights.Tokenizer;

    /// <summary>Makes the reader of a provider and name.</summary>
    /// <value>The built-in readers.</value>
    public Func<string, string, ModelTokenizer, Seed, IChatClient> CreateReader { get; init; } = BuiltinReaders.Create;

    /// <summary>Models behind chat clients that the user brings.</summary>
    public IReadOnlyList<ChatModel> ChatModels { get; init; } = [];

    /// <summary>How requests are retried.</summary>
    public RetryLimits Retry { get; init; } = new();

    /// <summary>Is told of every wait of a second and more before a request is sent, and of its end; null where nobody listens.</summary>
    public Action<ServerWait>? Waits { get; init; }

    /// <summary>Bounds of a call.</summary>
    public CallLimits Limits { get; init; } = new();
}
