using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>One expression, by the engine that suits the text: both find the same matches.</summary>
/// <remarks>
/// The engine without backtracking is linear in any text, but takes tens of milliseconds to build, and a program needs some sixty
/// expressions before its first reply is read: over a second in all. The other is built in a fortieth of that and is as good on
/// a sentence; only on a long text can it be made to take quadratic time, and a reply is hostile input.
/// </remarks>
internal sealed class Expression(string pattern)
{
    /// <summary>Texts up to this length, in characters, take the engine that is quickly built: at worst some milliseconds.</summary>
    private const int Short = 1_000;

    private readonly Lazy<Regex> quick = new(() => new Regex(pattern, RegexOptions.CultureInvariant));
    private readonly Lazy<Regex> linear = new(() => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    public Regex For(ReadOnlySpan<char> text) => (text.Length <= Short ? quick : linear).Value;

    public bool IsIn(ReadOnlySpan<char> text) => For(text).IsMatch(text);
}
