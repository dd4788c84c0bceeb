using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack.Facts.Pools;

/// <summary>Calendar dates between two years. Days have two figures (10 and up), so that no date is a part of another.</summary>
internal sealed class DatePool : Pool
{
    private const int FirstDay = 10, LastDay = 28;

    private readonly int _fromYear, _toYear;
    private readonly string _format;
    private readonly IReadOnlyList<string> _months;
    private readonly IReadOnlyList<string> _formats;
    private readonly Regex _main;

    /// <param name="name">What the data files call it.</param>
    /// <param name="fromYear">First year, four figures.</param>
    /// <param name="toYear">Last year, inclusive.</param>
    /// <param name="format">How a date is printed, of <c>{day}</c>, <c>{month}</c> (its name), <c>{year}</c>.</param>
    /// <param name="also">Other ways to write it that count as right; <c>{mm}</c> is the month in two figures.</param>
    /// <param name="months">The twelve names.</param>
    public DatePool(string name, int fromYear, int toYear, string format, IReadOnlyList<string> also, IReadOnlyList<string> months)
        : base(name)
    {
        (_fromYear, _toYear, _format, _months) = (fromYear, toYear, format, months);
        _formats = [format, .. also];
        Pattern = ToPattern(format, capture: false);
        _main = new Regex($"^{ToPattern(format, capture: true)}$", RegexOptions.CultureInvariant);
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

    public override IReadOnlyCollection<string> FindIn(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var format in _formats)
        {
            foreach (Match match in new Regex(ToPattern(format, capture: true), RegexOptions.CultureInvariant).Matches(text))
            {
                if (Read(match) is { } date)
                    found.Add(Print(date));
            }
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
        .Replace("{day}", date.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{month}", _months[date.Month - 1], StringComparison.Ordinal)
        .Replace("{mm}", date.Month.ToString("00", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{year}", date.Year.ToString("0000", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private DateOnly? Read(Match match)
    {
        if (!match.Success)
            return null;
        var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        var month = match.Groups["mm"] is { Success: true } figures
            ? int.Parse(figures.ValueSpan, CultureInfo.InvariantCulture)
            : _months.ToList().IndexOf(match.Groups["month"].Value) + 1;
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    private string ToPattern(string format, bool capture)
    {
        var months = string.Join('|', _months.OrderByDescending(m => m.Length).Select(Regex.Escape));
        string Group(string name, string pattern) => capture ? $"(?<{name}>{pattern})" : $"(?:{pattern})";
        var body = Regex.Escape(format)
            .Replace(@"\{day}", Group("day", "[0-9]{1,2}"), StringComparison.Ordinal)
            .Replace(@"\{month}", Group("month", months), StringComparison.Ordinal)
            .Replace(@"\{mm}", Group("mm", "[0-9]{2}"), StringComparison.Ordinal)
            .Replace(@"\{year}", Group("year", "[0-9]{4}"), StringComparison.Ordinal);
        return $"(?<![0-9]){body}(?![0-9])";
    }
}
