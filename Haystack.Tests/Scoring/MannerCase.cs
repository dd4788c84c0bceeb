using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;

namespace Haystack.Tests.Scoring;

/// <summary>A reply that was made from a manner of answering, with the outcome that follows from how it was made.</summary>
internal sealed record MannerCase
{
    public required string Language { get; init; }

    public required string Family { get; init; }

    public required string Manner { get; init; }

    public required Question Question { get; init; }

    public required IReadOnlyList<string> Values { get; init; }

    public required string Says { get; init; }

    /// <summary>The outcome; <see cref="Outcome.Ambiguous"/> for a reply that leaves two readings.</summary>
    public required Outcome Is { get; init; }

    public ScoredAnswer Score() => Scorer.Score(
        new ModelResponse { Content = Says, Stop = StopCause.Finished, PromptTokens = 100 }, Question, Values, 100, TokenizerGrade.Verified);

    public override string ToString() => $"[{Language} {Family} {Question.Arm} {Is}] {Manner}\n   {Question.Text} ({Question.Answer})\n   {Says.ReplaceLineEndings("⏎")}";
}
