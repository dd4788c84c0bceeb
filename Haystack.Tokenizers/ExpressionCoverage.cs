using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>Whether an expression's matches leave nothing of any text between them.</summary>
internal static class ExpressionCoverage
{
    private const int Texts = 2_000;

    private static readonly string[] Bits =
        [" ", "  ", "\n", "\r\n", "\t", "a", "Z", "the", "'s", "é", "0", "12345", "½", ".", "!?", "—", "。", "，", "他", "か", "한", "ж", "ا", "\u0301", "\u00A0", "\u200B", "\uE001", "$", "_"];

    /// <summary>Tried on every character of the basic plane by itself, and on made-up texts.</summary>
    public static bool IsWhole(string expression)
    {
        var cutting = CuttingExpression.For(expression);
        for (var c = '\u0001'; c < '\uFFFE'; c++)
        {
            if (!char.IsSurrogate(c) && !Covers(cutting, [c]))
                return false;
        }

        var stream = new Seed(20_260_801).Derive("coverage").Stream();
        for (var i = 0; i < Texts; i++)
        {
            if (!Covers(cutting, string.Concat(Enumerable.Range(0, 2 + stream.Next(9)).Select(_ => stream.Pick(Bits)))))
                return false;
        }

        return true;
    }

    private static bool Covers(CuttingExpression cutting, ReadOnlySpan<char> text)
    {
        var (done, began) = (0, Stopwatch.GetTimestamp());
        try
        {
            foreach (var match in cutting.Regex.EnumerateMatches(text))
            {
                if (match.Index > done)
                    return false;
                done = match.Index + match.Length;
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw cutting.TooSlow(e);
        }

        cutting.Charge(began, text.Length);
        return done == text.Length;
    }
}
