using Haystack.Inference;

namespace Haystack.Certifying;

/// <summary>A question as the evaluator and as a server answered it.</summary>
/// <param name="Right">What the evaluator said.</param>
/// <param name="PromptTokens">The prompt's own tokens.</param>
/// <param name="Response">What the server sent.</param>
/// <param name="Cold">What it sent when it was told to reuse nothing; null where it was not asked again.</param>
internal sealed record CheckedQuestion(AnsweredQuestion Right, int PromptTokens, ModelResponse Response, ModelResponse? Cold)
{
    /// <summary>Whether the server's answer is the evaluator's.</summary>
    public bool IsSame => AnsweredQuestion.AnswerOf(Response.Content) is { } said && said == AnsweredQuestion.AnswerOf(Right.Said);

    /// <summary>Whether it gives an answer in the model's own form at all.</summary>
    public bool IsFormed => AnsweredQuestion.AnswerOf(Response.Content) is not null;

    /// <summary>Whether the answer hangs on what was in the server's cache.</summary>
    public bool HangsOnCache => Cold is not null && Cold.Content.Trim() != Response.Content.Trim();

    /// <summary>How far back the farthest fact stands that it takes; 0 for a question without an answer.</summary>
    public int Farthest => Right.Question.Distances.DefaultIfEmpty(0).Max();

    /// <summary>How many tokens more the server counted than the prompt has; null where it did not say.</summary>
    public long? Surplus => Response.PromptTokens - PromptTokens;
}
