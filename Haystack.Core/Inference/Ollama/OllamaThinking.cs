using OllamaSharp.Models.Chat;

namespace Haystack.Inference.Ollama;

/// <summary>What is sent as <c>think</c>: said outright wherever the model can think, as the server's default has changed (0.12.4).</summary>
/// <param name="Mode">What the model is asked for; null for models that do not think.</param>
internal sealed record OllamaThinking(ThinkMode? Mode)
{
    /// <summary>Whether it is going to think in a field of its own.</summary>
    public bool Thinks => Mode is not (null or ThinkMode.Off);

    /// <summary>As the request has it; null leaves it out.</summary>
    public ThinkValue? Value => Mode switch
    {
        null => (ThinkValue?)null,
        ThinkMode.Off => new ThinkValue((bool?)false),
        ThinkMode.On => new ThinkValue((bool?)true),
        { } level => new ThinkValue(level.Word()),
    };

    /// <summary>For storing.</summary>
    public string Text => Mode is { } mode ? mode.Word() : "none";

    /// <summary>Settles what <paramref name="model"/> is asked for.</summary>
    /// <exception cref="HaystackException">It cannot do that.</exception>
    public static OllamaThinking Choose(ModelSpec spec, string? asked, OllamaModel model, OllamaVersion version)
    {
        if (ThinkModes.Budget(asked) is not null)
            throw new HaystackException($"model '{spec}': think={asked}: Ollama takes no budget of thinking tokens; think takes on, off, low, medium or high, and --max-output bounds thinking and answer together");
        var mode = ThinkModes.Read(spec, asked);
        if (!model.Thinks || !version.KnowsThink)
        {
            return mode is null or ThinkMode.Off
                ? new OllamaThinking((ThinkMode?)null)
                : throw new HaystackException($"model '{spec}': this model cannot be told to think (its capabilities: {string.Join(", ", model.Capabilities)})");
        }

        if (!model.HasThinkingLevels)
            return new(mode ?? ThinkMode.On);
        return mode switch
        {
            null or ThinkMode.On => new(ThinkMode.Medium),
            ThinkMode.Off => throw new HaystackException($"model '{spec}': this model always thinks; think takes low, medium or high"),
            _ => new(mode),
        };
    }
}
