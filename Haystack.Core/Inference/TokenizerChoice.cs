using Haystack.Tokenization;

namespace Haystack.Inference;

/// <summary>The tokenizer that counts for a model, and how far it can be trusted.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Grade">Its grade before any probe.</param>
/// <param name="Note">Why it is no better; null where there is nothing to say.</param>
internal sealed record TokenizerChoice(ModelTokenizer Tokenizer, TokenizerGrade Grade, string? Note = null);
