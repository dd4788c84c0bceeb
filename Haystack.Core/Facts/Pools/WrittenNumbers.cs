using System.Buffers;
using System.Globalization;

namespace Haystack.Facts.Pools;

/// <summary>Finds numbers from a hundred on that a text writes in words, in English and in Chinese: they are what a planted figure says.</summary>
internal static class WrittenNumbers
{
    private const string ChineseDigits = "零一二三四五六七八九";

    /// <summary>Words of a number that can stand on either side of "hundred" or "thousand".</summary>
    private const int MostWords = 5;

    private static readonly string[] Small =
    [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly SearchValues<string> Large = SearchValues.Create(["hundred", "thousand"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Chinese = SearchValues.Create("零〇一二两三四五六七八九十百千");

    /// <summary>Each of them in digits.</summary>
    public static IEnumerable<string> FindIn(string text) =>
        English(text).Concat(InChinese(text)).Where(n => n >= 100).Select(n => n.ToString(CultureInfo.InvariantCulture));

    /// <summary>What a Chinese numeral means, as <c>一百二十三</c> or figure by figure as <c>一二三</c>; null where it is neither.</summary>
    public static int? ReadChinese(ReadOnlySpan<char> numeral)
    {
        if (numeral.Length > 9)
            return null;
        var (total, digit, positional) = (0, -1, numeral.IndexOfAny("十百千") < 0);
        foreach (var c in numeral)
        {
            var unit = c switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (unit > 0)
            {
                total += (digit < 0 ? 1 : digit) * unit;
                digit = -1;
                continue;
            }

            var value = c == '〇' ? 0 : c == '两' ? 2 : ChineseDigits.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return null;
            if (positional)
                total = (total * 10) + value;
            else
                digit = value;
        }

        return positional ? total : total + Math.Max(digit, 0);
    }

    private static IEnumerable<int> English(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var hit = text.AsSpan(at).IndexOfAny(Large);
            if (hit < 0)
                yield break;
            at += hit;
            var end = WordEnd(text, at);
            if ((at == 0 || !char.IsLetter(text[at - 1])) && Value(text[at..end]) is not null)
                yield return Evaluate(WordsAround(text, at, end));
            at = end;
        }
    }

    private static IEnumerable<int> InChinese(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var hit = text.AsSpan(at).IndexOfAny(Chinese);
            if (hit < 0)
                yield break;
            at += hit;
            var length = text.AsSpan(at).IndexOfAnyExcept(Chinese);
            if (length < 0)
                length = text.Length - at;
            if (length >= 2 && ReadChinese(text.AsSpan(at, length)) is { } number)
                yield return number;
            at += length;
        }
    }

    /// <summary>The number words before and after one, itself among them.</summary>
    private static LinkedList<string> WordsAround(string text, int start, int end)
    {
        var words = new LinkedList<string>([text[start..end]]);
        for (var at = start; words.Count <= MostWords && at > 1 && text[at - 1] is ' ' or '-' or '\n';)
        {
            var from = at - 1;
            while (from > 0 && char.IsAsciiLetter(text[from - 1]))
                from--;
            if (Value(text[from..(at - 1)]) is null)
                break;
            words.AddFirst(text[from..(at - 1)]);
            at = from;
        }

        for (var at = end; words.Count <= 2 * MostWords && at + 1 < text.Length && text[at] is ' ' or '-' or '\n';)
        {
            var to = WordEnd(text, at + 1);
            if (Value(text[(at + 1)..to]) is null)
                break;
            words.AddLast(text[(at + 1)..to]);
            at = to;
        }

        return words;
    }

    private static int Evaluate(IEnumerable<string> words)
    {
        var (total, current) = (0, 0);
        foreach (var value in words.Select(w => Value(w)!.Value))
        {
            if (value == 1000)
                (total, current) = (total + (Math.Max(current, 1) * 1000), 0);
            else
                current = value == 100 ? Math.Max(current, 1) * 100 : current + value;
        }

        return total + current;
    }

    /// <summary>A number word's value, 0 for the joining <c>and</c> and <c>a</c>; null for any other word.</summary>
    private static int? Value(string word)
    {
        if (word.Length is 0 or > 9)
            return null;
        var lower = word.ToLowerInvariant();
        return lower switch
        {
            "and" or "a" => 0,
            "hundred" => 100,
            "thousand" => 1000,
            _ => Array.IndexOf(Small, lower) is > 0 and var small ? small : Array.IndexOf(Tens, lower) is > 0 and var tens ? 10 * tens : null,
        };
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetter(text[at]))
            at++;
        return at;
    }
}
