using Haystack.Inference;
using Haystack.Tokenization;

namespace Haystack.Scoring;

/// <summary>Completes the prompt counts of servers that leave out what came from their cache.</summary>
internal static class PromptCounts
{
    /// <summary>
    /// The response with its whole prompt counted. That a server leaves out cached tokens shows where its count and the
    /// cached tokens add up to the plan, and where more were cached than it counts in all.
    /// </summary>
    /// <param name="response">What came back.</param>
    /// <param name="plannedTokens">Tokens of the whole prompt as planned.</param>
    /// <param name="grade">How far the plan's counts can be trusted: of an estimate the sum alone proves nothing.</param>
    public static ModelResponse Completed(ModelResponse response, int plannedTokens, TokenizerGrade grade)
    {
        if (response is not { PromptTokens: { } counted, CachedPromptTokens: > 0 and var cached } || counted >= plannedTokens)
            return response;
        var addsUp = PromptCheck.Of(response with { PromptTokens = counted + cached }, plannedTokens, grade).IsConfirmed;
        var alone = PromptCheck.Of(response, plannedTokens, grade).IsConfirmed;
        return addsUp && !alone && (grade != TokenizerGrade.Calibrated || cached > counted) ? response with { PromptTokens = counted + cached } : response;
    }
}
