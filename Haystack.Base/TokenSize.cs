using System.Globalization;

namespace Haystack;

/// <summary>Token counts as people write them: <c>512</c>, <c>4k</c>, <c>32k</c>, <c>1m</c> (k = 1,024, m = 1,048,576).</summary>
public static class TokenSize
{
    /// <summary>Reads a size.</summary>
    /// <exception cref="HaystackException">The text is not a size, or is over 2,147,483,647 tokens.</exception>
    public static int Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var unit = trimmed.Length == 0 ? 1 : char.ToLowerInvariant(trimmed[^1]) switch { 'k' => 1024L, 'm' => 1024L * 1024, _ => 1L };
        var digits = unit == 1 ? trimmed : trimmed[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue / unit)
            throw new HaystackException($"'{text}' is not a number of tokens (such as 512, 4k, 32k or 1m)");
        return (int)(number * unit);
    }

    /// <summary>The shortest exact form: <c>4k</c> for 4,096, <c>4100</c> for 4,100.</summary>
    public static string Format(int tokens) => tokens switch
    {
        > 0 when tokens % (1024 * 1024) == 0 => string.Create(CultureInfo.InvariantCulture, $"{tokens / (1024 * 1024)}m"),
        > 0 when tokens % 1024 == 0 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1024}k"),
        _ => tokens.ToString(CultureInfo.InvariantCulture),
    };
}
