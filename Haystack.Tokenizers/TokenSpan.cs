namespace Haystack.Tokenization;

/// <summary>One token: its id, and the UTF-16 range [Start, End) of the text that it covers.</summary>
/// <param name="Id">The token's number in the vocabulary.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="End">Where it ends, itself not included.</param>
/// <remarks>
/// Where one character is spread over several tokens (bytes of an emoji), each of them but one has an empty
/// range; ranges ascend and cover the text.
/// </remarks>
public readonly record struct TokenSpan(int Id, int Start, int End);
