using Haystack.Tokenization;

namespace Haystack.Inference.Probing;

/// <summary>What the probes of a model showed.</summary>
internal sealed record ProbeResult
{
    /// <summary>The tokenizer to plan with.</summary>
    public required ModelTokenizer Tokenizer { get; init; }

    /// <summary>How far its counts can be trusted now.</summary>
    public required TokenizerGrade Grade { get; init; }

    /// <summary>Tokens that the server adds around the messages, in the server's tokens.</summary>
    public required int TemplateTokens { get; init; }

    /// <summary>Whether <see cref="TemplateTokens"/> is what the server's own template and tokenizer give; else it is what prompts were counted to have beyond their text.</summary>
    public bool TemplateIsTold { get; init; }

    /// <summary>The server's tokens per token of <see cref="Tokenizer"/>; 1 unless the grade is calibrated.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Why the grade is no better; null where there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>How soon the server began the reply to a prompt of a few hundred tokens, at the best; null where that is not known.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>What the model takes on its server, now that it is loaded; null where that is not told.</summary>
    public ModelLoad? Load { get; init; }
}
