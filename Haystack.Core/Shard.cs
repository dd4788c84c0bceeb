using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack;

/// <summary>One of several parts that a sweep is divided into, each for a machine of its own.</summary>
public sealed partial record Shard
{
    /// <summary>More parts than this no scheduler's array has.</summary>
    public const int Most = 100_000;

    /// <summary>Part <paramref name="number"/> of <paramref name="count"/>.</summary>
    /// <exception cref="HaystackException">There is no such part.</exception>
    public Shard(int number, int count)
    {
        if (count is < 1 or > Most || number < 1 || number > count)
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"--shard {number}/{count}: there are 1 to {Most:N0} shards, and they are numbered from 1"));
        (Number, Count) = (number, count);
    }

    /// <summary>Which part, from 1.</summary>
    public int Number { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>The name of its directory where several lie side by side.</summary>
    internal string DirectoryName => string.Create(CultureInfo.InvariantCulture, $"shard-{Number}-of-{Count}");

    /// <summary>Reads <c>2/4</c>.</summary>
    /// <exception cref="HaystackException">It is not of that form.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Form().Match(text.Trim()) is { Success: true } found
            && int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(found.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new Shard(number, count)
            : throw new HaystackException($"--shard takes a number and how many there are, such as 2/4, not '{text}'");
    }

    /// <summary>The part that a directory's name says; null where it says none.</summary>
    internal static Shard? OfDirectory(string path) =>
        Folder().Match(Path.GetFileName(Path.TrimEndingDirectorySeparator(path))) is { Success: true } found
        && int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(found.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count <= Most && number >= 1 && number <= count
            ? new Shard(number, count)
            : null;

    /// <summary><c>2/4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    [GeneratedRegex("^([0-9]{1,9})/([0-9]{1,9})$")]
    private static partial Regex Form();

    [GeneratedRegex("(?:^|-)shard-([0-9]{1,6})-of-([0-9]{1,6})$")]
    private static partial Regex Folder();
}
