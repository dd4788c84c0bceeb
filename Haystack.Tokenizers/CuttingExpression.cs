using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>
/// A regular expression that can be used at once and soon is fast: interpreted while it is being compiled on another
/// thread, since compiling takes longer than all else in loading a cached vocabulary. Both find the same. Thread-safe.
/// </summary>
internal sealed partial class CuttingExpression
{
    /// <summary>What one look may take: a file's own expression may backtrack without end; the known ones need microseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What all looks of a file's own expression may take beside what goes by the length of the text.</summary>
    private static readonly TimeSpan Free = TimeSpan.FromSeconds(20);

    /// <summary>A hundred times what the slowest known one takes for a character.</summary>
    private static readonly TimeSpan PerCharacter = TimeSpan.FromMicroseconds(20);

    private const int MostKept = 256;
    private static readonly ConcurrentDictionary<string, CuttingExpression> Kept = new(StringComparer.Ordinal);

    private volatile Regex _regex;

    private readonly bool _isForeign;
    private long _ticks, _characters;

    private CuttingExpression(string expression)
    {
        Shadow = KindOf(expression);
        _isForeign = !PreTokenizerCatalog.Knows(expression);
        if (_isForeign && ForeignExpression.Linear(expression, Patience) is { } linear)
        {
            _regex = linear;
            return;
        }

        _regex = new Regex(expression, RegexOptions.CultureInvariant, Patience);
        ThreadPool.UnsafeQueueUserWorkItem(
            static own => own._regex = new Regex(own._regex.ToString(), RegexOptions.Compiled | RegexOptions.CultureInvariant, Patience), this, preferLocal: false);
    }

    /// <summary>Notes what a look took: a file's own expression has one budget for all of them.</summary>
    /// <param name="began">When it began (<see cref="Stopwatch.GetTimestamp"/>).</param>
    /// <param name="characters">The length of what was looked at.</param>
    /// <exception cref="HaystackException">The budget is spent.</exception>
    public void Charge(long began, int characters)
    {
        if (!_isForeign)
            return;
        var ticks = Interlocked.Add(ref _ticks, Stopwatch.GetElapsedTime(began).Ticks);
        var all = Interlocked.Add(ref _characters, characters);
        if (ticks > Free.Ticks + (PerCharacter.Ticks * all))
            throw TooSlow();
    }

    /// <summary>What an expression comes to that does not get on.</summary>
    public HaystackException TooSlow(Exception? inner = null)
    {
        var expression = _regex.ToString();
        var reason = $"the tokenizer's own expression '{(expression.Length <= 80 ? expression : expression[..80] + "…")}' takes seconds for a few characters: it tries without end";
        return inner is null ? new TokenizerUnsupportedException(reason) : new TokenizerUnsupportedException(reason, inner);
    }

    /// <summary>The best there is at this moment.</summary>
    public Regex Regex => _regex;

    /// <summary>What it looks at beyond the BMP.</summary>
    public ShadowKind Shadow { get; }

    /// <summary>The expression; made once, since families of models share them.</summary>
    /// <exception cref="TokenizerUnsupportedException">.NET's engine does not take it.</exception>
    public static CuttingExpression For(string expression)
    {
        if (Kept.TryGetValue(expression, out var known))
            return known;
        if (!PreTokenizerCatalog.Knows(expression) && ForeignExpression.Fault(expression) is { } fault)
            throw new TokenizerUnsupportedException($"its pre-tokenizer expression {fault}");
        try
        {
            var made = new CuttingExpression(expression);
            if (Kept.Count >= MostKept)
                Kept.Clear();
            return Kept.GetOrAdd(expression, made);
        }
        catch (ArgumentException e)
        {
            throw new TokenizerUnsupportedException($"its pre-tokenizer expression is not one .NET can run: {e.Message}");
        }
    }

    private static ShadowKind KindOf(string expression) =>
        !Categorical().IsMatch(expression) ? ShadowKind.Listed
        : expression.Contains($"\\u{(int)CodePointShadow.HanStandIn:X4}", StringComparison.Ordinal) ? ShadowKind.CategoriesAndHan
        : ShadowKind.Categories;

    [GeneratedRegex(@"\\[pPwWdDbB]", RegexOptions.CultureInvariant)]
    private static partial Regex Categorical();
}
