using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Haystack.Inference.OpenAi;

/// <summary>What is sent with every request to one model, beside the prompt.</summary>
internal sealed record OpenAiSettings
{
    // Names of models that think unless told otherwise.
    private static readonly string[] Thinkers = ["qwq", "qwen3", "deepseek-r1", "reasoner", "gpt-oss", "magistral", "thinking", "reasoning"];

    /// <summary>The name to send.</summary>
    public required string Model { get; init; }

    /// <summary>Whose protocol it is.</summary>
    public required OpenAiFlavor Flavor { get; init; }

    /// <summary>Whether it takes the parameters of o1 and its like.</summary>
    public required bool IsReasoning { get; init; }

    /// <summary>How much it thinks; null says nothing of it.</summary>
    public required ThinkMode? Think { get; init; }

    /// <summary>Whether it is going to think, as far as its name and options tell.</summary>
    public required bool Thinks { get; init; }

    /// <summary>How tokens are drawn; not sent to o1 and its like.</summary>
    public required Sampling Sampling { get; init; }

    /// <summary>The context size that the model's name gives, for servers that do not say; null without.</summary>
    public int? NumCtx { get; init; }

    /// <summary>Takes the options of a model's name.</summary>
    /// <exception cref="HaystackException">One of them is unknown or impossible.</exception>
    public static OpenAiSettings Read(ModelSpec spec, OpenAiModel model)
    {
        var hosted = model.Flavor is OpenAiFlavor.OpenAi or OpenAiFlavor.DeepSeek;
        var reasoning = model.Flavor == OpenAiFlavor.OpenAi && KnownModels.IsReasoning(spec.Name);
        var options = new SpecOptions(spec);
        var think = Allowed(spec, ThinkModes.Read(spec, options.Text("think")), model.Flavor, reasoning);
        var thinks = think is { } mode ? mode != ThinkMode.Off : Thinkers.Any(t => spec.Name.Contains(t, StringComparison.OrdinalIgnoreCase));
        var settings = new OpenAiSettings
        {
            Model = spec.Name,
            Flavor = model.Flavor,
            IsReasoning = reasoning,
            Think = think,
            Thinks = thinks,
            Sampling = reasoning
                ? new Sampling { Preset = "the server's own" }
                : Sampling.Recommended([spec.Name], thinks).Override(options, local: !hosted),
            NumCtx = options.Whole("num_ctx", 16, 100_000_000),
        };
        options.RefuseOthers();
        return settings;
    }

    /// <summary>Name to value, for storing.</summary>
    public IEnumerable<KeyValuePair<string, string>> Properties() =>
        [new("think", Think is { } mode ? mode.Word() : "as it does by itself"), new("thinks", Thinks && !IsReasoning ? "true" : "false"), .. IsReasoning ? [new("sampling", Sampling.Preset)] : Sampling.Properties()];

    /// <summary>The request's options.</summary>
    public ChatOptions ToChatOptions(AskOptions ask)
    {
        var options = new ChatOptions { ModelId = Model, RawRepresentationFactory = _ => Raw(ask) };
        if (IsReasoning)
            return options;
        options.Temperature = (float)Sampling.Temperature;
        options.TopP = (float)Sampling.TopP;
        options.PresencePenalty = (float)Sampling.PresencePenalty;
        options.FrequencyPenalty = (float)Sampling.FrequencyPenalty;
        options.Seed = SeedOf(ask);
        return options;
    }

    /// <summary>The parameters of a request to api.openai.com, written into its body as they would be sent.</summary>
    public void WriteParameters(Utf8JsonWriter json, AskOptions ask)
    {
        json.WriteNumber("max_completion_tokens"u8, OutputTokens(ask));
        if (IsReasoning)
        {
            if (Think is { } effort)
                json.WriteString("reasoning_effort"u8, Effort(effort));
            return;
        }

        json.WriteNumber("temperature"u8, Sampling.Temperature);
        json.WriteNumber("top_p"u8, Sampling.TopP);
        json.WriteNumber("presence_penalty"u8, Sampling.PresencePenalty);
        json.WriteNumber("frequency_penalty"u8, Sampling.FrequencyPenalty);
        json.WriteNumber("seed"u8, SeedOf(ask));
    }

    /// <summary>Members of a request that a local server hands to its chat template: name, and the value as JSON.</summary>
    public IEnumerable<(string Name, string Value)> TemplateMembers() => Think switch
    {
        null => [],
        { } level when level.IsLevel() => [("reasoning_effort", $"\"{level.Word()}\""), ("chat_template_kwargs", $"{{\"reasoning_effort\":\"{level.Word()}\"}}")],
        { } on => [("chat_template_kwargs", $"{{\"enable_thinking\":{(on == ThinkMode.On ? "true" : "false")}}}")],
    };

    private static long SeedOf(AskOptions ask) => (long)(ask.Seed.Value & int.MaxValue);

    private static string Effort(ThinkMode think) => think == ThinkMode.Off ? "none" : think.Word();

    // o1 and its like answer a budget of one token with an error.
    private int OutputTokens(AskOptions ask) => IsReasoning ? Math.Max(16, ask.MaxOutputTokens) : ask.MaxOutputTokens;

    private ChatCompletionOptions Raw(AskOptions ask)
    {
        var raw = new ChatCompletionOptions();
        // SCME0001: the patch is the client's way to send members that it does not know; marked as still changing.
#pragma warning disable SCME0001
        switch (Flavor)
        {
            case OpenAiFlavor.OpenAi:
                raw.Patch.Set("$.max_completion_tokens"u8, OutputTokens(ask));
                if (Think is { } effort)
                    raw.Patch.Set("$.reasoning_effort"u8, Effort(effort));
                break;
            case OpenAiFlavor.DeepSeek:
                raw.Patch.Set("$.max_tokens"u8, ask.MaxOutputTokens);
                break;
            default:
                raw.Patch.Set("$.max_tokens"u8, ask.MaxOutputTokens);
                raw.Patch.Set("$.top_k"u8, TopK);
                raw.Patch.Set("$.min_p"u8, Sampling.MinP);
                raw.Patch.Set(Flavor == OpenAiFlavor.Vllm ? "$.repetition_penalty"u8 : "$.repeat_penalty"u8, Sampling.RepeatPenalty);
                if (Flavor == OpenAiFlavor.LlamaServer)
                    raw.Patch.Set("$.cache_prompt"u8, ask.ColdSalt is null);
                if (Flavor == OpenAiFlavor.Vllm && ask.ColdSalt is { } salt)
                    raw.Patch.Set("$.cache_salt"u8, salt);
                foreach (var (name, value) in TemplateMembers())
                    raw.Patch.Set(Encoding.UTF8.GetBytes($"$.{name}"), BinaryData.FromString(value));
                break;
        }
#pragma warning restore SCME0001
        return raw;
    }

    // Off is 0 here and in llama-server, but −1 in vLLM.
    private int TopK => Sampling.TopK == 0 && Flavor == OpenAiFlavor.Vllm ? -1 : Sampling.TopK;

    private static ThinkMode? Allowed(ModelSpec spec, ThinkMode? asked, OpenAiFlavor flavor, bool reasoning) => flavor switch
    {
        OpenAiFlavor.DeepSeek when asked is not null =>
            throw new HaystackException($"model '{spec}': DeepSeek's server takes no think; deepseek-reasoner thinks and deepseek-chat does not"),
        OpenAiFlavor.OpenAi when reasoning && !KnownModels.TakesEffort(spec.Name) => asked is null or ThinkMode.On
            ? null
            : throw new HaystackException($"model '{spec}': this model always thinks, and takes no word on how much"),
        OpenAiFlavor.OpenAi when reasoning => asked switch
        {
            null or ThinkMode.On => ThinkMode.Medium,
            ThinkMode.Off when !spec.Name.StartsWith("gpt-5.", StringComparison.Ordinal) =>
                throw new HaystackException($"model '{spec}': this model always thinks; think takes low, medium or high"),
            _ => asked,
        },
        OpenAiFlavor.OpenAi when asked is not (null or ThinkMode.Off) => throw new HaystackException($"model '{spec}': this model cannot be told to think"),
        OpenAiFlavor.OpenAi => null,
        _ => asked,
    };
}
