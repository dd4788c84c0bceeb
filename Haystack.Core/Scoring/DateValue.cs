using System.Globalization;

namespace Haystack.Scoring;

/// <summary>A calendar date or a part of one.</summary>
/// <param name="Year">The year; null where not said.</param>
/// <param name="Month">1–12; null where not said.</param>
/// <param name="Day">1–31; null where not said.</param>
internal readonly record struct DateValue(int? Year, int? Month, int? Day)
{
    /// <summary>As compared and shown: <c>1887-03-05</c>, with dashes for what is not said.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Part(Year, 4)}-{Part(Month, 2)}-{Part(Day, 2)}");

    /// <summary>Whether more than a year is said.</summary>
    public bool IsMoreThanYear => Month is not null;

    /// <summary>Whether the parts can stand together in a calendar.</summary>
    public bool IsPossible =>
        Year is null or (>= 1 and <= 9999)
        && Month is null or (>= 1 and <= 12)
        && (Day is null || (Day >= 1 && Day <= (Month is { } m ? DateTime.DaysInMonth(Year ?? 2000, m) : 31)));

    /// <summary>Whether both mean one day as far as both say.</summary>
    public bool AgreesWith(DateValue other) =>
        Month == other.Month && Day == other.Day && (Year is null || other.Year is null || Year == other.Year);

    /// <summary>The date so many days later; null where parts are missing that decide it (a leap day without a year).</summary>
    public DateValue? Plus(int days)
    {
        if (Month is not { } month || Day is not { } day || Math.Abs(days) > 100_000)
            return null;
        if (Year is { } year)
            return Moved(year, month, day, days) is { } moved ? new DateValue(moved.Year, moved.Month, moved.Day) : null;
        var leap = Moved(2000, month, day, days);
        var plain = Moved(2001, month, Math.Min(day, DateTime.DaysInMonth(2001, month)), days);
        return leap is { } a && plain is { } b && a.Month == b.Month && a.Day == b.Day ? new DateValue(null, a.Month, a.Day) : null;
    }

    private static DateOnly? Moved(int year, int month, int day, int days)
    {
        var number = new DateOnly(year, month, day).DayNumber + days;
        return number < 0 || number > DateOnly.MaxValue.DayNumber ? null : DateOnly.FromDayNumber(number);
    }

    private static string Part(int? value, int width) =>
        value?.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0') ?? new string('-', width);
}
