using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;

namespace Haystack.Tests.Scoring;

/// <summary>One hand-written reply and the outcome it must get.</summary>
internal sealed record GoldCase
{
    public const int Planned = 8_000;

    public required string Source { get; init; }

    public required Question Question { get; init; }

    public required IReadOnlyList<string> DocumentValues { get; init; }

    public required ModelResponse Response { get; init; }

    public required TokenizerGrade Grade { get; init; }

    public required Outcome Expected { get; init; }

    public ScoredAnswer Score() => Scorer.Score(Response, Question, DocumentValues, Planned, Grade);

    public override string ToString() => $"{Source} {Expected}: {Response.Content.Trim()}";
}
