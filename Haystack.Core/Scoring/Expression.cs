using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>One expression, by the engine that suits the text: all find the same matches.</summary>
/// <remarks>
/// The engine without backtracking is linear in any text, but takes tens of milliseconds to build, and a program needs some sixty
/// expressions before its first reply is read: over a second in all. The others can be made to take quadratic time on a long text,
/// and a reply is hostile input, so they read short ones only. Interpreted, one is built in a fortieth of the time, but takes
/// several times as long for a sentence: a program that reads a few replies builds no other. Of the two that are left, the compiled
/// one is half again as fast where few characters can begin a match, as in Chinese, and the one without backtracking where any can.
/// </remarks>
internal sealed class Expression(string pattern)
{
    /// <summary>Texts up to this length, in characters, may take an engine that backtracks: at worst some milliseconds.</summary>
    private const int Short = 1_000;

    /// <summary>
    /// From so many texts on, building an engine that reads them faster pays: it saves some microseconds a text, and takes as long to
    /// build as it has saved by then. Who knows no end of the texts loses least so, at most twice what the better choice takes.
    /// </summary>
    private const int Often = 6_000;

    private readonly Lazy<Regex> quick = new(() => new Regex(pattern, RegexOptions.CultureInvariant));
    private readonly Lazy<Regex> compiled = new(() => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled));
    private readonly Lazy<Regex> linear = new(() => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    private int used;

    /// <summary>The engine for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasHan">Whether any of it is in a script without word spaces.</param>
    public Regex For(ReadOnlySpan<char> text, bool hasHan) => (text.Length > Short ? linear
        : used < Often && Interlocked.Increment(ref used) < Often ? quick
        : hasHan ? compiled : linear).Value;
}
