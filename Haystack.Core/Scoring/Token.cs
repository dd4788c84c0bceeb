namespace Haystack.Scoring;

/// <summary>One piece of a <see cref="Passage"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As compared: case folded, apostrophes dropped.</param>
/// <param name="Start">First UTF-16 unit in the passage's text.</param>
/// <param name="End">One past its last unit.</param>
/// <param name="IsCapital">Whether it begins with a capital letter.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End, bool IsCapital)
{
    /// <summary>Whether it is the given mark.</summary>
    public bool Is(char mark) => Kind == TokenKind.Mark && Text[0] == mark;

    /// <summary>Whether it is one of the given words or single characters.</summary>
    public bool IsAny(IReadOnlySet<string> words) => words.Contains(Text);
}
