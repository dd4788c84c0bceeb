using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>One expression, by the engine that suits the text: both find the same matches.</summary>
/// <remarks>
/// The engine without backtracking is linear in any text, but takes tens of milliseconds to build, and a program needs some sixty
/// expressions before its first reply is read: over a second in all. The other is built in a fortieth of that, but takes several
/// times as long for a sentence, and on a long text can be made to take quadratic time, and a reply is hostile input. So a
/// program that reads a few replies builds the one, and a program that reads many the other too.
/// </remarks>
internal sealed class Expression(string pattern)
{
    /// <summary>Texts up to this length, in characters, take the engine that is quickly built: at worst some milliseconds.</summary>
    private const int Short = 1_000;

    /// <summary>From so many texts on, building the engine that reads them faster pays.</summary>
    private const int Often = 1_000;

    private readonly Lazy<Regex> quick = new(() => new Regex(pattern, RegexOptions.CultureInvariant));
    private readonly Lazy<Regex> linear = new(() => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    private int used;

    public Regex For(ReadOnlySpan<char> text) => (text.Length <= Short && used < Often && Interlocked.Increment(ref used) < Often ? quick : linear).Value;

    public bool IsIn(ReadOnlySpan<char> text) => For(text).IsMatch(text);
}
