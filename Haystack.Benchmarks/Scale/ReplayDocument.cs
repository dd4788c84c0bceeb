namespace Haystack.Benchmarks.Scale;

/// <summary>A document of a plan.</summary>
/// <param name="ContextTokens">Tokens of its prompts.</param>
/// <param name="Questions">Questions that may reuse what the server has read.</param>
/// <param name="ColdQuestions">Questions for which all is read again.</param>
/// <param name="QuestionTokens">Tokens that a question reads of its own.</param>
/// <param name="ReplyTokens">Tokens of a reply, thinking included.</param>
internal sealed record ReplayDocument(int ContextTokens, int Questions, int ColdQuestions, int QuestionTokens, double ReplyTokens)
{
    /// <summary>All questions.</summary>
    public int Trials => Questions + ColdQuestions;
}
