using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>A date that is given in fields of its own: <c>Day: 27</c>, <c>"month": "March"</c>, <c>年：1817</c>.</summary>
internal static partial class DateParts
{
    /// <summary>More of a reply is not looked through.</summary>
    private const int Longest = 4_000;

    /// <summary>The date in one; null where not each of its parts stands in one field of the text.</summary>
    public static string? In(string text)
    {
        string? day = null, month = null, year = null;
        foreach (Match field in Field().Matches(text.Length <= Longest ? text : text[..Longest]))
        {
            var name = Passage.From(field.Groups["name"].Value);
            ref var part = ref day;
            if (Wording.All.MonthField.IsIn(name))
                part = ref month;
            else if (Wording.All.YearField.IsIn(name))
                part = ref year;
            else if (!Wording.All.DayField.IsIn(name))
                continue;
            if (part is not null)
                return null;
            part = field.Groups["value"].Value;
        }

        return day is null || month is null || year is null ? null : int.TryParse(month, out _) ? $"{year}年{month}月{day}日" : $"{day} {month} {year}";
    }

    [GeneratedRegex("(?<name>\\p{L}{1,12})[\"'*`”]{0,3}[ \\t]?[:：=][ \\t]?[\"'*`“]{0,3}(?<value>[\\p{L}\\p{N}]{1,12})", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
