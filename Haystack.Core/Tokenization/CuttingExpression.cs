using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>
/// A regular expression that can be used at once and soon is fast: interpreted while it is being compiled on another
/// thread, since compiling takes longer than all else in loading a cached vocabulary. Both find the same. Thread-safe.
/// </summary>
internal sealed partial class CuttingExpression
{
    /// <summary>A file's own expression may backtrack without end; the known ones need microseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int MostKept = 256;
    private static readonly ConcurrentDictionary<string, CuttingExpression> Kept = new(StringComparer.Ordinal);

    private volatile Regex _regex;

    private CuttingExpression(string expression)
    {
        Shadow = KindOf(expression);
        _regex = new Regex(expression, RegexOptions.CultureInvariant, Patience);
        ThreadPool.UnsafeQueueUserWorkItem(
            static own => own._regex = new Regex(own._regex.ToString(), RegexOptions.Compiled | RegexOptions.CultureInvariant, Patience), this, preferLocal: false);
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
