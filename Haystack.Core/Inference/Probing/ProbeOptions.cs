using Microsoft.Extensions.AI;

namespace Haystack.Inference.Probing;

/// <summary>How a model is probed before a sweep.</summary>
internal sealed record ProbeOptions
{
    /// <summary>The sweep's own context size, so that nothing is loaded twice.</summary>
    public required int NumCtx { get; init; }

    /// <summary>The budget of one probe. The first one waits for the model to load.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The sampling seed.</summary>
    public required Seed Seed { get; init; }

    /// <summary>Turns a text into messages the way the sweep does; its first and last characters are then the sweep's.</summary>
    /// <value>One user message.</value>
    public Func<string, IReadOnlyList<ChatMessage>> ToMessages { get; init; } = static text => [new ChatMessage(ChatRole.User, text)];

    /// <summary>Filler of the kind that the sweep uses, 2,000 characters or more: what a ratio is measured on.</summary>
    /// <value>English prose.</value>
    public string? Sample { get; init; }
}
