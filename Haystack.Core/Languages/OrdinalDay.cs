namespace Haystack.Languages;

/// <summary>A point that makes an ordinal of a day's figures and ends no sentence: "am 3. März 1887".</summary>
internal static class OrdinalDay
{
    private static readonly HashSet<string> Months =
        new(Language.All.Select(l => l.Dates).OfType<DateReading>().Where(d => d.HasOrdinalPoint).SelectMany(d => d.Months.Keys), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the point at <paramref name="point"/> stands between one or two figures and a month's name, marks of emphasis aside.</summary>
    public static bool IsAt(ReadOnlySpan<char> text, int point)
    {
        var days = point;
        while (days > 0 && point - days < 3 && char.IsAsciiDigit(text[days - 1]))
            days--;
        if (point - days is 0 or > 2)
            return false;
        var month = text[(point + 1)..].TrimStart(" *_`");
        var length = 0;
        while (length < month.Length && char.IsLetter(month[length]))
            length++;
        return length > 0 && Months.GetAlternateLookup<ReadOnlySpan<char>>().Contains(month[..length]);
    }
}
