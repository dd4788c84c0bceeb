using Haystack.Inference;

namespace Haystack.Certifying;

/// <summary>What a server did with a prompt that leaves room for one token.</summary>
/// <param name="ContextTokens">Its context.</param>
/// <param name="Stop">How the reply ended.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the reply.</param>
internal sealed record BrimLook(int ContextTokens, StopCause Stop, long PromptTokens, long OutputTokens)
{
    /// <summary>Whether more was read and said than there is room for: something was dropped without a word.</summary>
    public bool Shifted => Stop is StopCause.Finished or StopCause.OutputCap && PromptTokens + OutputTokens > ContextTokens + 1;
}
