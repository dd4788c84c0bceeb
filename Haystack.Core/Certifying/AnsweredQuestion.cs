using Haystack.Reference;

namespace Haystack.Certifying;

/// <summary>A question and what was said to it.</summary>
/// <param name="Question">The question.</param>
/// <param name="ContextTokens">The length of its text, nearly.</param>
/// <param name="Said">The whole reply.</param>
internal sealed record AnsweredQuestion(ReferenceQuestion Question, int ContextTokens, string Said)
{
    private const string Lead = "Answer: ";

    /// <summary>The answer that a reply gives; null where it gives none in the model's own form.</summary>
    public static string? AnswerOf(string reply) =>
        reply.Trim() is var text && text.StartsWith(Lead, StringComparison.Ordinal) ? text[Lead.Length..] : null;

    /// <summary>How it was answered.</summary>
    public ReferenceOutcome Outcome => AnswerOf(Said) is not { } answer ? ReferenceOutcome.Wrong
        : answer == Question.Expected ? ReferenceOutcome.Right
        : answer == ReferenceText.Nothing ? ReferenceOutcome.Abstained
        : ReferenceOutcome.Wrong;
}
