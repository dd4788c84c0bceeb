namespace Haystack.Planning;

/// <summary>One context length of the ladder.</summary>
/// <param name="ContextTokens">Tokens of the longest prompt, chat template included.</param>
/// <param name="Note">Why it has this value where it is not the one asked for; otherwise null.</param>
internal sealed record Rung(int ContextTokens, string? Note = null);
