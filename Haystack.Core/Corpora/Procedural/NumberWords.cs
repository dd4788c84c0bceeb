namespace Haystack.Corpora.Procedural;

/// <summary>Numbers below a hundred in words.</summary>
internal static class NumberWords
{
    private static readonly string[] Units =
    [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Ordinals =
        ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

    private static readonly string[] Chinese = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

    private static readonly string[] All = [.. Enumerable.Range(0, 100).Select(English)];

    private static readonly string[] AllChinese = [.. Enumerable.Range(0, 100).Select(InChinese)];

    /// <summary>The number, 0 to 99.</summary>
    public static string Of(int number, string language) => (language == "zh" ? AllChinese : All)[number];

    /// <summary>The first to the ninth.</summary>
    public static string Ordinal(int number, string language) =>
        language == "zh" ? "第" + Chinese[number] : Ordinals[number];

    private static string English(int number) =>
        number < 20 ? Units[number] : Tens[number / 10] + (number % 10 == 0 ? "" : "-" + Units[number % 10]);

    private static string InChinese(int number)
    {
        if (number < 10)
            return number == 2 ? "两" : Chinese[number];
        var tens = number < 20 ? "十" : Chinese[number / 10] + "十";
        return number % 10 == 0 ? tens : tens + Chinese[number % 10];
    }
}
