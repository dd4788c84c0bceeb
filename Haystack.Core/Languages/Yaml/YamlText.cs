using System.Globalization;

namespace Haystack.Languages.Yaml;

/// <summary>A piece of text from a data file, with the place it stands at.</summary>
internal sealed record YamlText(string File, long Line, string Value)
{
    /// <summary>An error about this text.</summary>
    public HaystackException Fault(string reason) => YamlReader.Fault(File, Line, reason);

    /// <summary>The text as a whole number.</summary>
    public int ToInt() =>
        int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault($"'{Value}' is not a whole number");

    /// <inheritdoc cref="ToInt"/>
    public long ToLong() =>
        long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault($"'{Value}' is not a whole number");
}
