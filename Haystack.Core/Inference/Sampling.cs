using System.Globalization;

namespace Haystack.Inference;

/// <summary>How tokens are drawn. Every value is sent with every request, so that no server's default slips in.</summary>
internal sealed record Sampling
{
    /// <summary>Where the values come from, in words.</summary>
    public required string Preset { get; init; }

    /// <summary>0 is greedy.</summary>
    public double Temperature { get; init; }

    /// <summary>Nucleus: 1 is off.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>0 is off.</summary>
    public int TopK { get; init; }

    /// <summary>0 is off.</summary>
    public double MinP { get; init; }

    /// <summary>1 is off. Penalties punish a model for copying from its document, so they are off unless asked for.</summary>
    public double RepeatPenalty { get; init; } = 1;

    /// <summary>0 is off.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>0 is off.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>What the makers of a model recommend; greedy for models that do not think.</summary>
    /// <param name="names">Everything the model is called: name, base name, family.</param>
    /// <param name="thinks">Whether it is going to think.</param>
    public static Sampling Recommended(IEnumerable<string?> names, bool thinks)
    {
        var all = string.Join(' ', names).ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        bool Is(string part) => all.Contains(part, StringComparison.Ordinal);
        // Sources: the model cards on Hugging Face, sections "Best Practices", "Usage Guidelines", "Usage Recommendations".
        return all switch
        {
            _ when Is("qwq") => new() { Preset = "QwQ model card", Temperature = 0.6, TopP = 0.95, TopK = 40 },
            _ when Is("deepseek-r1") => new() { Preset = "DeepSeek-R1 model card", Temperature = 0.6, TopP = 0.95 },
            _ when Is("gpt-oss") || Is("gptoss") => new() { Preset = "gpt-oss model card", Temperature = 1 },
            _ when Is("qwen3") && thinks => new() { Preset = "Qwen3 model card, thinking", Temperature = 0.6, TopP = 0.95, TopK = 20 },
            _ when Is("qwen3") => new() { Preset = "Qwen3 model card, not thinking", Temperature = 0.7, TopP = 0.8, TopK = 20 },
            _ when Is("magistral") => new() { Preset = "Magistral model card", Temperature = 0.7, TopP = 0.95 },
            _ when Is("phi4-reasoning") || Is("phi-4-reasoning") => new() { Preset = "Phi-4-reasoning model card", Temperature = 0.8, TopP = 0.95, TopK = 50 },
            // Greedy decoding sends thinking models into endless loops (QwQ and Qwen3 cards).
            _ when thinks => new() { Preset = "thinking models in general", Temperature = 0.6, TopP = 0.95, TopK = 40 },
            _ => new() { Preset = "greedy" },
        };
    }

    /// <summary>These values, but for those that the model's name overrides.</summary>
    /// <param name="options">The options of the model's name.</param>
    /// <param name="local">Whether the server takes what OpenAI's own protocol lacks: top_k, min_p and repeat_penalty.</param>
    public Sampling Override(SpecOptions options, bool local = true)
    {
        var changed = this with
        {
            Temperature = options.Number("temperature", 0, 2) ?? Temperature,
            TopP = options.Number("top_p", 0, 1) ?? TopP,
            PresencePenalty = options.Number("presence_penalty", -2, 2) ?? PresencePenalty,
            FrequencyPenalty = options.Number("frequency_penalty", -2, 2) ?? FrequencyPenalty,
        };
        if (local)
        {
            changed = changed with
            {
                TopK = options.Whole("top_k", 0, 1_000_000) ?? TopK,
                MinP = options.Number("min_p", 0, 1) ?? MinP,
                RepeatPenalty = options.Number("repeat_penalty", 0.1, 10) ?? RepeatPenalty,
            };
        }

        return changed == this ? this : changed with { Preset = $"{Preset}, overridden" };
    }

    /// <summary>Name to value, for storing.</summary>
    public IEnumerable<KeyValuePair<string, string>> Properties()
    {
        yield return new("sampling", Preset);
        yield return Pair("sampling.temperature", Temperature);
        yield return Pair("sampling.top_p", TopP);
        yield return Pair("sampling.top_k", TopK);
        yield return Pair("sampling.min_p", MinP);
        yield return Pair("sampling.repeat_penalty", RepeatPenalty);
        yield return Pair("sampling.presence_penalty", PresencePenalty);
        yield return Pair("sampling.frequency_penalty", FrequencyPenalty);
    }

    private static KeyValuePair<string, string> Pair(string name, double value) =>
        new(name, value.ToString("0.####", CultureInfo.InvariantCulture));
}
