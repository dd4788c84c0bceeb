using Haystack.Tokenization;

namespace Haystack.Documents;

/// <summary>
/// Checks a finished prompt by tokenizing it again, by the tokenizer's second encoder wherever there is one: the claims
/// against the text itself, by nothing that made them.
/// </summary>
internal static class PromptVerification
{
    /// <summary>Compares total length, every span and every distance with what the whole content's tokens say.</summary>
    /// <exception cref="HaystackException">Something differs; the message says what.</exception>
    public static void Verify(Prompt prompt, ModelTokenizer tokenizer)
    {
        var content = prompt.Content;
        var tokens = tokenizer.Second?.Encode(content) ?? tokenizer.Encode(content);
        if (tokens.Count != prompt.ContentTokens)
            throw Differs(prompt, $"its content has {tokens.Count} tokens, not {prompt.ContentTokens}");
        if (prompt.Document is not { } document)
            return;
        foreach (var fact in document.Facts)
        {
            var (charStart, charEnd) = (prompt.Head.Length + fact.CharStart, prompt.Head.Length + fact.CharEnd);
            var (tokenStart, tokenEnd) = (prompt.HeadTokens + fact.TokenStart, prompt.HeadTokens + fact.TokenEnd);
            if (!content.AsSpan(charStart, charEnd - charStart).SequenceEqual(fact.Text))
                throw Differs(prompt, $"chain {fact.Chain}, hop {fact.Hop} does not stand at its characters");
            if (tokenEnd > tokens.Count || tokenStart >= tokenEnd || tokens[tokenStart].Start != charStart || tokens[tokenEnd - 1].End != charEnd)
                throw Differs(prompt, $"chain {fact.Chain}, hop {fact.Hop} stands at other tokens than {tokenStart}–{tokenEnd}");
        }
    }

    private static HaystackException Differs(Prompt prompt, string what) =>
        new($"document {prompt.Document?.Plan.Id ?? "(none)"} is not what its plan says: {what}");
}
