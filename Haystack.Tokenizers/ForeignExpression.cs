using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>What a regular expression may be that a file brings with it: of a length, depth and number of choices that the known ones never come near.</summary>
internal static class ForeignExpression
{
    private const int Longest = 4_096;
    private const int Deepest = 32;
    private const int MostChoices = 256;
    private const int MostRepeats = 1_000;

    /// <summary>Why an expression is not taken; null where it is.</summary>
    public static string? Fault(string expression)
    {
        if (expression.Length > Longest)
            return string.Create(CultureInfo.InvariantCulture, $"is {expression.Length} characters long");
        var (depth, deepest, choices, repeats) = (0, 0, 0, 1L);
        for (var at = 0; at < expression.Length; at++)
        {
            switch (expression[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    at = ClassEnd(expression, at);
                    break;
                case '(':
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case ')':
                    depth--;
                    break;
                case '|':
                    choices++;
                    break;
                case '{':
                    repeats = Math.Min(long.MaxValue / (MostRepeats * 2), repeats * Math.Max(1, Repeats(expression, at)));
                    break;
            }
        }

        return deepest > Deepest ? $"is nested {deepest} deep"
            : choices > MostChoices ? $"has {choices} alternatives"
            : repeats > MostRepeats ? "repeats its parts a thousand times and more"
            : null;
    }

    /// <summary>The expression for an engine that never goes back, so that its time grows with the text alone; null where it has what that engine cannot (such as a look ahead).</summary>
    public static Regex? Linear(string expression, TimeSpan patience)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, patience);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static int ClassEnd(string expression, int start)
    {
        for (var at = start + 1; at < expression.Length; at++)
        {
            if (expression[at] == '\\')
                at++;
            else if (expression[at] == ']' && at > start + (expression[start + 1] == '^' ? 2 : 1))
                return at;
        }

        return expression.Length;
    }

    // The larger number of {n}, {n,} and {n,m}; 0 where it is none of them.
    private static long Repeats(string expression, int start)
    {
        var end = expression.IndexOf('}', start);
        if (end < 0)
            return 0;
        var most = 0L;
        foreach (var part in expression[(start + 1)..end].Split(','))
            most = long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(most, Math.Min(number, int.MaxValue)) : most;
        return most;
    }
}
