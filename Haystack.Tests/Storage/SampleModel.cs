using Haystack.Tokenization;

namespace Haystack.Tests.Storage;

/// <summary>A made-up model: how it forgets, and how it replies.</summary>
public sealed record SampleModel
{
    public required string Name { get; init; }
    public string Provider { get; init; } = "ollama";
    public string? Quantization { get; init; } = "Q4_K_M";
    public TokenizerGrade Grade { get; init; } = TokenizerGrade.Verified;

    /// <summary>Distance at which combining has fallen half-way, in tokens; null for a reader that never forgets.</summary>
    public double? HalfDistance { get; init; } = 6000;

    /// <summary>Share of right answers with the facts side by side.</summary>
    public double Best { get; init; } = 0.97;

    /// <summary>Mean thinking tokens at distance 0; null for a model that does not think.</summary>
    public double? Thinking { get; init; }

    /// <summary>Share of trials that are no answers.</summary>
    public double Invalid { get; init; } = 0.004;

    /// <summary>Replies with what a page must not run.</summary>
    public bool Hostile { get; init; }

    /// <summary>The share of answers that can be read in two ways.</summary>
    public double Ambiguous { get; init; }
}
