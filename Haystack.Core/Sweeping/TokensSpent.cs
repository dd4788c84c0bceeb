using Haystack.Inference;
using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>A question took tokens; told within a sweep only, once for every reply, whether or not it stands in the end.</summary>
/// <param name="Tokens">Of its prompt, those from a cache too, and of its reply.</param>
internal sealed record TokensSpent(long Tokens) : SweepEvent
{
    /// <summary>What a reply took: as the server counted, else the prompt as planned and the reply as the model's tokenizer counts it; of one that failed, what the server counted.</summary>
    /// <param name="response">The reply.</param>
    /// <param name="planned">Tokens of the prompt as planned.</param>
    /// <param name="tokenizer">The model's.</param>
    public static long By(ModelResponse response, int planned, ModelTokenizer tokenizer)
    {
        // A server that refuses, or was never reached, read nothing.
        var isNothing = response.Stop is StopCause.Fault or StopCause.PromptRefused;
        return (response.PromptTokens ?? (isNothing ? 0 : planned))
            + (response.OutputTokens ?? (isNothing ? 0 : tokenizer.Count(response.Content) + tokenizer.Count(response.Thinking)));
    }
}
