using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Haystack.Inference.OpenAi;

/// <summary>What is sent with every request to one model, beside the prompt.</summary>
internal sealed record OpenAiSettings
{
    private static readonly string[] LeftOutMembers = ["temperature", "top_p", "top_k", "min_p", "repeat_penalty", "presence_penalty", "frequency_penalty", "seed", "stream_options", "prompt_cache_key"];

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

    /// <summary>Most tokens that it may think, where its name says so (<c>think=2k</c>); null leaves that to it.</summary>
    public int? ThinkBudget { get; init; }

    /// <summary>Whether it is going to think, as far as its name and options tell.</summary>
    public required bool Thinks { get; init; }

    /// <summary>Whether its thinking is to be seen before its answer: that of o1 and its like is hidden, and the instruct models of a family that thinks do not.</summary>
    public bool IsToThink => Thinks && !IsReasoning && (Think is not null || !Model.Contains("instruct", StringComparison.OrdinalIgnoreCase));

    /// <summary>How tokens are drawn; not sent to o1 and its like.</summary>
    public required Sampling Sampling { get; init; }

    /// <summary>Whether the reply is to be forced into <see cref="AnswerSchema"/>.</summary>
    public bool ForcesAnswer { get; init; }

    /// <summary>The context size that the model's name gives, for servers that do not say; null without.</summary>
    public int? NumCtx { get; init; }

    /// <summary>Members that are not sent: left out by hand (<c>top_k=none</c>), or refused by the server.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>();

    /// <summary>Whether the budget goes by OpenAI's later name, <c>max_completion_tokens</c>; null leaves it to the kind of server.</summary>
    public bool? SendsCompletionTokens { get; init; }

    /// <summary>The least budget that the server takes.</summary>
    public int LeastOutputTokens { get; init; } = 1;

    /// <summary>Headers to send: name to the environment variable that holds the value.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes the options of a model's name.</summary>
    /// <exception cref="HaystackException">One of them is unknown or impossible.</exception>
    public static OpenAiSettings Read(ModelSpec spec, OpenAiModel model)
    {
        var hosted = model.Flavor is OpenAiFlavor.OpenAi or OpenAiFlavor.DeepSeek;
        var reasoning = model.Flavor == OpenAiFlavor.OpenAi && KnownModels.IsReasoning(spec.Name);
        var options = new SpecOptions(spec);
        var leftOut = LeftOutMembers.Where(options.IsNone).ToHashSet(StringComparer.Ordinal);
        var asked = options.Text("think");
        var budget = ThinkModes.Budget(asked);
        if (budget is not null && !TakesBudget(model.Flavor))
            throw new HaystackException($"model '{spec}': think={asked}: llama-server, vLLM and OpenRouter take a budget of thinking tokens, and this server is none of them; think takes on, off, low, medium or high");
        var think = budget is null ? Allowed(spec, ThinkModes.Read(spec, asked), model.Flavor, reasoning) : null;
        var thinks = budget > 0 || (think is { } mode ? mode != ThinkMode.Off : budget is null && Thinkers.Any(t => spec.Name.Contains(t, StringComparison.OrdinalIgnoreCase)));
        var settings = new OpenAiSettings
        {
            Model = spec.Name,
            Flavor = model.Flavor,
            IsReasoning = reasoning,
            Think = think,
            ThinkBudget = budget,
            Thinks = thinks,
            Sampling = reasoning
                ? new Sampling { Preset = "the server's own" }
                : Sampling.Recommended([spec.Name], thinks).Override(options, local: !hosted),
            ForcesAnswer = AnswerSchema.Read(spec, options),
            NumCtx = options.Whole("num_ctx", 16, 100_000_000),
            LeftOut = leftOut,
            Headers = options.WithPrefix("header."),
        };
        options.RefuseOthers();
        if (settings.ForcesAnswer && model.Flavor == OpenAiFlavor.DeepSeek)
            throw new HaystackException($"model '{spec}': DeepSeek's server cannot force a reply into a schema (leave out answer={AnswerSchema.Forced})");
        return settings;
    }

    /// <summary>Name to value, for storing: what is really sent.</summary>
    public IEnumerable<KeyValuePair<string, string>> Properties() =>
        AllProperties().Select(p => p.Key.StartsWith("sampling.", StringComparison.Ordinal) && IsLeftOut(p.Key["sampling.".Length..]) ? new(p.Key, "not sent") : p);

    /// <summary>Whether a member is left out.</summary>
    public bool IsLeftOut(string member) => LeftOut.Contains(member) || (member == "repeat_penalty" && LeftOut.Contains("repetition_penalty"));

    private IEnumerable<KeyValuePair<string, string>> AllProperties() =>
        [new(AnswerSchema.Option, ForcesAnswer ? AnswerSchema.Forced : AnswerSchema.Free), new("think", ThinkBudget is { } most ? $"{most} tokens at most" : Think is { } mode ? mode.Word() : "as it does by itself"), new("thinks", IsToThink ? "true" : "false"), .. IsReasoning ? [new("sampling", Sampling.Preset)] : Sampling.Properties()];

    /// <summary>The budget that is really asked for.</summary>
    public AskOptions Heeded(AskOptions ask) => OutputTokens(ask) == ask.MaxOutputTokens ? ask : ask with { MaxOutputTokens = OutputTokens(ask) };

    /// <summary>The request's options.</summary>
    public ChatOptions ToChatOptions(AskOptions ask)
    {
        var options = new ChatOptions { ModelId = Model, RawRepresentationFactory = _ => Raw(ask) };
        if (IsReasoning)
            return options;
        options.Temperature = IsLeftOut("temperature") ? null : (float)Sampling.Temperature;
        options.TopP = IsLeftOut("top_p") ? null : (float)Sampling.TopP;
        options.PresencePenalty = IsLeftOut("presence_penalty") ? null : (float)Sampling.PresencePenalty;
        options.FrequencyPenalty = IsLeftOut("frequency_penalty") ? null : (float)Sampling.FrequencyPenalty;
        options.Seed = IsLeftOut("seed") ? null : SeedOf(ask);
        return options;
    }

    /// <summary>The parameters of a request to api.openai.com, written into its body as they would be sent.</summary>
    public void WriteParameters(Utf8JsonWriter json, AskOptions ask)
    {
        json.WriteNumber("max_completion_tokens"u8, OutputTokens(ask));
        if (ForcesAnswer)
        {
            json.WritePropertyName("response_format"u8);
            json.WriteRawValue(AnswerSchema.ResponseFormat);
        }

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

    private static bool TakesBudget(OpenAiFlavor flavor) => flavor is OpenAiFlavor.LlamaServer or OpenAiFlavor.Vllm or OpenAiFlavor.OpenRouter;

    // llama-server's builds differ in which of the two names they read; a vLLM without a reasoning parser refuses its own.
    private IEnumerable<(string Name, string Value)> BudgetMembers()
    {
        if (ThinkBudget is not { } most)
            return [];
        var tokens = most.ToString(CultureInfo.InvariantCulture);
        return Flavor switch
        {
            OpenAiFlavor.LlamaServer => [("reasoning_budget_tokens", tokens), ("thinking_budget_tokens", tokens)],
            OpenAiFlavor.Vllm => [("thinking_token_budget", tokens)],
            _ => [("reasoning", $"{{\"max_tokens\":{tokens}}}")],
        };
    }

    private static long SeedOf(AskOptions ask) => (long)(ask.Seed.Value & int.MaxValue);

    private static string Effort(ThinkMode think) => think == ThinkMode.Off ? "none" : think.Word();

    // o1 and its like answer a budget of one token with an error.
    private int OutputTokens(AskOptions ask) => Math.Max(IsReasoning ? Math.Max(16, LeastOutputTokens) : LeastOutputTokens, ask.MaxOutputTokens);

    private ChatCompletionOptions Raw(AskOptions ask)
    {
        var raw = new ChatCompletionOptions();
        // SCME0001: the patch is the client's way to send members that it does not know; marked as still changing.
#pragma warning disable SCME0001
        raw.Patch.Set(SendsCompletionTokens ?? Flavor == OpenAiFlavor.OpenAi ? "$.max_completion_tokens"u8 : "$.max_tokens"u8, OutputTokens(ask));
        if (ForcesAnswer)
            raw.Patch.Set("$.response_format"u8, BinaryData.FromString(AnswerSchema.ResponseFormat));
        if (IsLeftOut("stream_options"))
            raw.Patch.Remove("$.stream_options"u8);
        if (ask.Session is { } session && !IsLeftOut("prompt_cache_key"))
            raw.Patch.Set("$.prompt_cache_key"u8, session);
        switch (Flavor)
        {
            case OpenAiFlavor.OpenAi:
                if (Think is { } effort)
                    raw.Patch.Set("$.reasoning_effort"u8, Effort(effort));
                break;
            case OpenAiFlavor.DeepSeek:
                break;
            default:
                if (!IsLeftOut("top_k"))
                    raw.Patch.Set("$.top_k"u8, TopK);
                if (!IsLeftOut("min_p"))
                    raw.Patch.Set("$.min_p"u8, Sampling.MinP);
                if (!IsLeftOut("repeat_penalty"))
                    raw.Patch.Set(Flavor == OpenAiFlavor.Vllm ? "$.repetition_penalty"u8 : "$.repeat_penalty"u8, Sampling.RepeatPenalty);
                if (Flavor == OpenAiFlavor.LlamaServer)
                    raw.Patch.Set("$.cache_prompt"u8, ask.ColdSalt is null);
                if (Flavor == OpenAiFlavor.Vllm && ask.ColdSalt is { } salt)
                    raw.Patch.Set("$.cache_salt"u8, salt);
                foreach (var (name, value) in TemplateMembers().Where(m => !IsLeftOut(m.Name)))
                    raw.Patch.Set(Encoding.UTF8.GetBytes($"$.{name}"), BinaryData.FromString(value));
                break;
        }
        foreach (var (name, value) in BudgetMembers())
            raw.Patch.Set(Encoding.UTF8.GetBytes($"$.{name}"), BinaryData.FromString(value));
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
