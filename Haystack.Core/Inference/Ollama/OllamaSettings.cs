using System.Text.Json;
using Microsoft.Extensions.AI;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;

namespace Haystack.Inference.Ollama;

/// <summary>What is sent with every request to one model, beside the prompt: equal for the whole sweep, so that the model is never reloaded.</summary>
internal sealed record OllamaSettings
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(AnswerSchema.Schema);

    /// <summary>The name to send.</summary>
    public required string Model { get; init; }

    /// <summary>How tokens are drawn.</summary>
    public required Sampling Sampling { get; init; }

    /// <summary>How much it thinks.</summary>
    public required OllamaThinking Thinking { get; init; }

    /// <summary>Whether the reply is to be forced into <see cref="AnswerSchema"/>.</summary>
    public bool ForcesAnswer { get; init; }

    /// <summary>A context size that the model's name fixes; null leaves it to the sweep.</summary>
    public int? NumCtx { get; init; }

    /// <summary>Layers on the GPU; null leaves it to the server.</summary>
    public int? NumGpu { get; init; }

    /// <summary>Tokens read at a time; null leaves it to the server.</summary>
    public int? NumBatch { get; init; }

    /// <summary>Threads; null leaves it to the server.</summary>
    public int? NumThread { get; init; }

    /// <summary>How long the model stays loaded after a request.</summary>
    /// <value>30 minutes: longer than any pause within a sweep.</value>
    public string KeepAlive { get; init; } = "30m";

    /// <summary>Takes the options of a model's name.</summary>
    /// <exception cref="HaystackException">One of them is unknown or impossible.</exception>
    public static OllamaSettings Read(ModelSpec spec, OllamaModel model, OllamaVersion version)
    {
        var options = new SpecOptions(spec);
        var thinking = OllamaThinking.Choose(spec, options.Text("think"), model, version);
        var settings = new OllamaSettings
        {
            Model = spec.Name,
            Thinking = thinking,
            Sampling = Sampling.Recommended(model.Names.Append(spec.Name), thinking.Thinks).Override(options),
            ForcesAnswer = AnswerSchema.Read(spec, options),
            NumCtx = options.Whole("num_ctx", 16, 100_000_000),
            NumGpu = options.Whole("num_gpu", 0, 10_000),
            NumBatch = options.Whole("num_batch", 1, 1_000_000),
            NumThread = options.Whole("num_thread", 1, 10_000),
        };
        options.RefuseOthers();
        return settings;
    }

    /// <summary>The request's options.</summary>
    public ChatOptions ToChatOptions(AskOptions ask) => new()
    {
        ModelId = Model,
        RawRepresentationFactory = _ => new ChatRequest
        {
            Model = Model,
            KeepAlive = KeepAlive,
            Think = Thinking.Value,
            Format = ForcesAnswer ? Schema : null,
            Options = new RequestOptions
            {
                NumCtx = NumCtx ?? ask.NumCtx,
                NumPredict = Math.Max(1, ask.MaxOutputTokens),
                Seed = (int)(ask.Seed.Value & int.MaxValue),
                Temperature = (float)Sampling.Temperature,
                TopP = (float)Sampling.TopP,
                TopK = Sampling.TopK,
                MinP = (float)Sampling.MinP,
                RepeatPenalty = (float)Sampling.RepeatPenalty,
                PresencePenalty = (float)Sampling.PresencePenalty,
                FrequencyPenalty = (float)Sampling.FrequencyPenalty,
                NumGpu = NumGpu,
                NumBatch = NumBatch,
                NumThread = NumThread,
            },
        },
    };
}
