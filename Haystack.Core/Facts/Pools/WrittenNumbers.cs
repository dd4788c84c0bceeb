using System.Buffers;
using System.Globalization;
using Haystack.Languages;

namespace Haystack.Facts.Pools;

/// <summary>Finds numbers from a hundred on that a text writes in words, in any language: they are what a planted figure says.</summary>
internal static class WrittenNumbers
{
    private const string ChineseDigits = "零一二三四五六七八九";

    /// <summary>Words of a number that can stand on either side of "hundred" or "thousand".</summary>
    private const int MostWords = 5;

    private const int LongestWord = 60;

    private static readonly IReadOnlyList<NumberReading> Readings = [.. Language.All.Select(l => l.Numbers).OfType<NumberReading>()];

    private static readonly SearchValues<string> Large = SearchValues.Create([.. Readings.SelectMany(r => r.Large)], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Chinese = SearchValues.Create("零〇一二两三四五六七八九十百千");

    /// <summary>Each of them in digits.</summary>
    public static IEnumerable<string> FindIn(string text) =>
        InWords(text).Concat(InChinese(text)).Where(n => n >= 100).Select(n => n.ToString(CultureInfo.InvariantCulture));

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

    private static IEnumerable<int> InWords(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var hit = text.AsSpan(at).IndexOfAny(Large);
            if (hit < 0)
                yield break;
            at += hit;
            // In a compound the hundred stands inside of the word.
            while (at > 0 && char.IsLetter(text[at - 1]))
                at--;
            var end = WordEnd(text, at);
            foreach (var reading in Readings.Where(r => IsNumber(text[at..end], r)))
                yield return Evaluate(WordsAround(text, at, end, reading), reading);
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
    private static LinkedList<string> WordsAround(string text, int start, int end, NumberReading reading)
    {
        var words = new LinkedList<string>([text[start..end]]);
        for (var at = start; words.Count <= MostWords && at > 1 && text[at - 1] is ' ' or '-' or '\n';)
        {
            var from = at - 1;
            while (from > 0 && char.IsLetter(text[from - 1]))
                from--;
            if (!IsNumberWord(text[from..(at - 1)], reading))
                break;
            words.AddFirst(text[from..(at - 1)]);
            at = from;
        }

        for (var at = end; words.Count <= 2 * MostWords && at + 1 < text.Length && text[at] is ' ' or '-' or '\n';)
        {
            var to = WordEnd(text, at + 1);
            if (!IsNumberWord(text[(at + 1)..to], reading))
                break;
            words.AddLast(text[(at + 1)..to]);
            at = to;
        }

        return words;
    }

    private static int Evaluate(IEnumerable<string> words, NumberReading reading)
    {
        var (total, current) = (0L, 0L);
        foreach (var part in words.SelectMany(w => Parts(w, reading)))
        {
            if (reading.IsPart(part, out var value, out _))
                current += value;
            else if (reading.IsHundred(part, out var hundred, out _))
                current = Math.Max(current, 1) * hundred;
            else if (reading.IsScale(part, out var scale, out _))
                (total, current) = (total + (Math.Max(current, 1) * (long)scale), 0);
            if (total + current > int.MaxValue / 2)
                return 0;
        }

        return (int)(total + current);
    }

    /// <summary>Whether a word is of a number, a joining <c>and</c> and <c>a</c> among them.</summary>
    private static bool IsNumberWord(string word, NumberReading reading) =>
        word.Length > 0 && word.ToLowerInvariant() is var lower && (reading.And.Contains(lower) || reading.OneBefore.Contains(lower) || IsNumber(word, reading));

    private static bool IsNumber(string word, NumberReading reading) => word.Length is > 0 and <= LongestWord && Parts(word, reading).Count > 0;

    private static IReadOnlyList<string> Parts(string word, NumberReading reading)
    {
        var parts = reading.Split(word.ToLowerInvariant());
        return parts.Any(p => (reading.IsPart(p, out _, out var isOrdinal) || reading.IsHundred(p, out _, out isOrdinal) || reading.IsScale(p, out _, out isOrdinal)) && isOrdinal || reading.IsDozen(p, out _)) ? [] : parts;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && char.IsLetter(text[at]))
            at++;
        return at;
    }
}
