using System.Text.RegularExpressions;

namespace Haystack.Tokenization.Checking;

/// <summary>Cuts text by expressions, one after another, each cutting what those before left.</summary>
internal static class PlainCutting
{
    /// <summary>The pieces, as ranges of the text, in order.</summary>
    public static List<(int Start, int End)> Cut(string text, IEnumerable<string> expressions)
    {
        List<(int Start, int End)> pieces = text.Length == 0 ? [] : [(0, text.Length)];
        foreach (var expression in expressions)
            pieces = [.. pieces.SelectMany(p => Cut(text[p.Start..p.End], expression).Select(c => (p.Start + c.Start, p.Start + c.End)))];
        return pieces;
    }

    private static List<(int Start, int End)> Cut(string piece, string expression)
    {
        var (seen, starts) = Seen(piece, expression);
        var pieces = new List<(int, int)>();
        var done = 0;
        foreach (Match match in Regex.Matches(seen, expression, RegexOptions.CultureInvariant, CuttingExpression.Patience))
        {
            if (match.Index > done)
                pieces.Add((starts[done], starts[match.Index]));
            if (match.Length > 0)
                pieces.Add((starts[match.Index], starts[match.Index + match.Length]));
            done = match.Index + match.Length;
        }

        if (done < seen.Length)
            pieces.Add((starts[done], starts[seen.Length]));
        return pieces;
    }

    // Most text is shown to the expression as it is; the rest with one unit for each of its characters.
    private static (string Seen, int[] Starts) Seen(string piece, string expression)
    {
        var kind = !Regex.IsMatch(expression, @"\\[pPwWdDbB]") ? ShadowKind.Listed
            : expression.Contains(@"\uA840", StringComparison.OrdinalIgnoreCase) ? ShadowKind.CategoriesAndHan : ShadowKind.Categories;
        if (!piece.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !NewerCodePoints.AnyOfBmp(piece)
            && !(kind == ShadowKind.CategoriesAndHan && piece.Contains(CodePointShadow.HanStandIn, StringComparison.Ordinal)))
        {
            return (piece, [.. Enumerable.Range(0, piece.Length + 1)]);
        }

        var shadow = new char[piece.Length];
        var starts = new int[piece.Length + 1];
        var length = CodePointShadow.Write(piece, kind, shadow, starts);
        return (new string(shadow, 0, length), starts);
    }
}
