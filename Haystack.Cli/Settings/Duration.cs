using System.Globalization;

namespace Haystack.Cli.Settings;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>2h</c>.</summary>
internal static class Duration
{
    /// <summary>Reads a duration.</summary>
    /// <exception cref="HaystackException">The text is not one.</exception>
    public static TimeSpan Parse(string text)
    {
        var seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds == 0 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !(number > 0 && number * seconds <= TimeSpan.FromDays(30).TotalSeconds))
            throw new HaystackException($"'{text}' is not a duration (such as 90s, 10m or 2h)");
        return TimeSpan.FromSeconds(number * seconds);
    }
}
