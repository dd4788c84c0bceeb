namespace Haystack.Corpora.Cutting;

/// <summary>A piece of a text that stands on its own: a paragraph, a list item, a line of code.</summary>
/// <param name="Lead">What its first sentence opens with: <c>" \n\n"</c>, or <c>" \n"</c> and indentation.</param>
/// <param name="Text">One line, without the lead.</param>
/// <param name="Verbatim">Kept as it is, as one sentence (code); otherwise cut into sentences.</param>
internal sealed record TextBlock(string Lead, string Text, bool Verbatim);
