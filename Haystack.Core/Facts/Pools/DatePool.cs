using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Languages;

namespace Haystack.Facts.Pools;

/// <summary>Calendar dates between two years. Days have two figures (10 and up), so that no date is a part of another.</summary>
internal sealed partial class DatePool : Pool
{
    private const int FirstDay = 10, LastDay = 28;

    private const int YearFigures = 4;

    // Longer than any month's or day's name with the marks about it.
    private const int LongestWord = 40;

    private readonly int _fromYear, _toYear;
    private readonly FrozenDictionary<string, int> _dayWords;
    private readonly string _format;
    private readonly IReadOnlyList<string> _months;
    private readonly IReadOnlyList<string> _formats;
    private readonly Regex _main;
    private readonly Lazy<IReadOnlyList<Regex>> _loose;

    /// <param name="name">What the data files call it.</param>
    /// <param name="fromYear">First year, four figures.</param>
    /// <param name="toYear">Last year, inclusive.</param>
    /// <param name="format">How a date is printed, of <c>{day}</c> (<c>{dayth}</c>: 21st), <c>{month}</c> (its name), <c>{year}</c>.</param>
    /// <param name="also">Other ways to write it that count as right; <c>{mm}</c> is the month in two figures.</param>
    /// <param name="months">The twelve names.</param>
    /// <param name="language">Whose words days may be written in; null for none.</param>
    public DatePool(string name, int fromYear, int toYear, string format, IReadOnlyList<string> also, IReadOnlyList<string> months, Language? language)
        : base(name)
    {
        (_fromYear, _toYear, _format, _months) = (fromYear, toYear, format, months);
        _formats = [format, .. also];
        _dayWords = (language?.Numbers?.Days ?? []).Index().SelectMany(d => d.Item, (d, word) => KeyValuePair.Create(word, d.Index + 1)).ToFrozenDictionary(StringComparer.Ordinal);
        Pattern = ToPattern(format, capture: false);
        _main = new Regex($"^{ToPattern(format, capture: true)}$", RegexOptions.CultureInvariant);
        // Figures and words apart: an expression that begins with either is searched for several times faster.
        string[] days = [@"[0-9]{1,2}(?:st|nd|rd|th|\.)?", .. _dayWords.Count > 0 ? [$"(?:{string.Join('|', _dayWords.Keys.Order(StringComparer.Ordinal).OrderByDescending(w => w.Length))})"] : Array.Empty<string>()];
        _loose = new(() => [.. _formats.SelectMany(f => days, (f, day) => new Regex(ToPattern(f, capture: true, day), RegexOptions.CultureInvariant))]);
    }

    public override AnswerKind Kind => AnswerKind.Date;

    public override long Size => (long)(_toYear - _fromYear + 1) * 12 * (LastDay - FirstDay + 1);

    public override string Pattern { get; }

    public override PoolValue Draw(RandomStream random)
    {
        var date = new DateOnly(random.Next(_fromYear, _toYear + 1), random.Next(1, 13), random.Next(FirstDay, LastDay + 1));
        var text = Print(date);
        return new PoolValue(text, text);
    }

    /// <summary>
    /// Dates as facts print them, and as others do: <c>14th of March, 1850</c>, <c>the fourteenth of March 1850</c>,
    /// <c>一八五〇年三月十四日</c>. Years in words are not read.
    /// </summary>
    public override IReadOnlyCollection<string> FindIn(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (start, length) in AroundYears(text))
        {
            var passage = text.Substring(start, length);
            foreach (var date in _loose.Value.SelectMany(e => e.Matches(passage)).Select(Read).OfType<DateOnly>())
                found.Add(Print(date));
        }

        foreach (Match match in ChineseDate().Matches(text))
        {
            if (ToDate(Numeral(match, "year"), Numeral(match, "month"), Numeral(match, "day")) is { } date)
                found.Add(Print(date));
        }

        return found;
    }

    public override IReadOnlyList<string> Forms(string value) => [.. _formats.Select(f => Print(Parse(value), f))];

    /// <summary>Prints as facts do.</summary>
    public string Print(DateOnly date) => Print(date, _format);

    /// <summary>Reads what <see cref="Print(DateOnly)"/> printed.</summary>
    public DateOnly Parse(string text) =>
        Read(_main.Match(text)) ?? throw new ArgumentException($"'{text}' is no date of pool '{Name}'", nameof(text));

    private string Print(DateOnly date, string format) => format
        .Replace("{dayth}", Ordinal(date.Day), StringComparison.Ordinal)
        .Replace("{day}", date.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{month}", _months[date.Month - 1], StringComparison.Ordinal)
        .Replace("{mm}", date.Month.ToString("00", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{year}", date.Year.ToString("0000", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>21st, 22nd, 23rd, 24th.</summary>
    private static string Ordinal(int day) => string.Create(CultureInfo.InvariantCulture, $"{day}{(day is >= 11 and <= 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" })}");

    private DateOnly? Read(Match match)
    {
        if (!match.Success)
            return null;
        var day = _dayWords.TryGetValue(match.Groups["day"].Value, out var inWords)
            ? inWords
            : int.Parse(match.Groups["day"].ValueSpan.TrimEnd("stndrh."), CultureInfo.InvariantCulture);
        var month = match.Groups["mm"] is { Success: true } figures
            ? int.Parse(figures.ValueSpan, CultureInfo.InvariantCulture)
            : _months.ToList().IndexOf(match.Groups["month"].Value) + 1;
        return ToDate(int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture), month, day);
    }

    private static DateOnly? ToDate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static int Numeral(Match match, string group) => WrittenNumbers.ReadChinese(match.Groups[group].ValueSpan) ?? 0;

    /// <summary>
    /// The passages of a text that can hold a date, since each has a year of four figures: a whole corpus is searched for
    /// that first. A passage reaches as many words to both sides as the longest format has, and is cut between no two figures.
    /// </summary>
    private IEnumerable<(int Start, int Length)> AroundYears(string text)
    {
        // Twice the blanks: "of" may stand after each.
        var words = 2 + (2 * _formats.Max(f => f.Count(char.IsWhiteSpace)));
        for (var at = 0; at + YearFigures <= text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            var after = at;
            while (after < text.Length && char.IsAsciiDigit(text[after]))
                after++;
            if (after - at == YearFigures)
            {
                var start = Reach(text, at, -1, words);
                yield return (start, Reach(text, after - 1, 1, words) + 1 - start);
            }

            at = after;
        }
    }

    /// <summary>The last character that is still within that many words of a place, to one side.</summary>
    private static int Reach(string text, int at, int step, int words)
    {
        for (var inWord = 0; at + step >= 0 && at + step < text.Length; at += step)
        {
            var isBlank = char.IsWhiteSpace(text[at + step]);
            inWord = isBlank ? 0 : inWord + 1;
            if ((isBlank && !char.IsWhiteSpace(text[at]) && --words < 0) || (inWord > LongestWord && !(char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + step]))))
                break;
        }

        return at;
    }

    private string ToPattern(string format, bool capture, string? looseDay = null)
    {
        var months = string.Join('|', _months.OrderByDescending(m => m.Length).Select(Regex.Escape));
        string Group(string name, string pattern) => capture ? $"(?<{name}>{pattern})" : $"(?:{pattern})";
        var body = Regex.Escape(format)
            .Replace(@"\{dayth}", Group("day", looseDay ?? "[0-9]{1,2}(?:st|nd|rd|th)"), StringComparison.Ordinal)
            .Replace(@"\{day}", Group("day", looseDay ?? "[0-9]{1,2}"), StringComparison.Ordinal)
            .Replace(@"\{month}", Group("month", months), StringComparison.Ordinal)
            .Replace(@"\{mm}", Group("mm", "[0-9]{2}"), StringComparison.Ordinal)
            .Replace(@"\{year}", Group("year", "[0-9]{4}"), StringComparison.Ordinal);
        if (looseDay is not null)
            body = body.Replace(@"\ ", @",?\s+(?:of\s+)?", StringComparison.Ordinal);
        return $"(?<![0-9]){body}(?![0-9])";
    }

    [GeneratedRegex("(?<year>[零〇一二三四五六七八九]{4})年(?<month>[一二三四五六七八九十]{1,2})月(?<day>[一二三四五六七八九十]{1,3})[日号]")]
    private static partial Regex ChineseDate();
}
