using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Traditional Chinese characters as their simplified ones: a name written either way is the same name.</summary>
internal static class SimplifiedForms
{
    private static readonly Lazy<FrozenDictionary<char, char>> Table = new(Load);

    /// <summary>The simplified form; the character itself where it has no other.</summary>
    public static char Of(char c) => c is < '\u3400' or > '\u9FFF' ? c : Table.Value.GetValueOrDefault(c, c);

    private static FrozenDictionary<char, char> Load()
    {
        using var reader = new StreamReader(typeof(SimplifiedForms).Assembly.GetManifestResourceStream("Scoring/simplified.txt")!);
        var pairs = new List<KeyValuePair<char, char>>();
        while (reader.ReadLine() is { } line)
        {
            for (var i = 0; i + 1 < line.Length && line[0] != '#'; i += 2)
                pairs.Add(new(line[i], line[i + 1]));
        }

        return pairs.ToFrozenDictionary();
    }
}
