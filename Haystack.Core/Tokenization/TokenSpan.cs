namespace Haystack.Tokenization;

/// <summary>One token: its id, and the UTF-16 range [Start, End) of the text that it covers.</summary>
/// <remarks>
/// Where one character is spread over several tokens (bytes of an emoji), each of them but one has an empty
/// range; ranges ascend and cover the text.
/// </remarks>
internal readonly record struct TokenSpan(int Id, int Start, int End);
