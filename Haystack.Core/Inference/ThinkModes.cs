using System.Globalization;

namespace Haystack.Inference;

/// <summary>Reads and writes <see cref="ThinkMode"/>.</summary>
internal static class ThinkModes
{
    /// <summary>The option <c>think</c> of a model's name; null where it is not given.</summary>
    /// <exception cref="HaystackException">It is none of the modes.</exception>
    public static ThinkMode? Read(ModelSpec spec, string? asked) => asked switch
    {
        null => null,
        "on" or "true" => ThinkMode.On,
        "off" or "false" => ThinkMode.Off,
        "low" => ThinkMode.Low,
        "medium" => ThinkMode.Medium,
        "high" => ThinkMode.High,
        _ => throw new HaystackException($"model '{spec}': think={asked} is none of on, off, low, medium, high"),
    };

    /// <summary>The option <c>think</c> as a budget of tokens, <c>k</c> allowed; null where it is none.</summary>
    public static int? Budget(string? asked) =>
        asked is { Length: > 0 } && char.IsAsciiDigit(asked[0]) && asked.TrimEnd('k', 'K') is var digits && digits.Length >= asked.Length - 1
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000
            ? number * (digits.Length < asked.Length ? 1024 : 1)
            : null;

    /// <summary>As it is written in a model's name.</summary>
    public static string Word(this ThinkMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>Whether it is a level and not just on or off.</summary>
    public static bool IsLevel(this ThinkMode mode) => mode is ThinkMode.Low or ThinkMode.Medium or ThinkMode.High;
}
