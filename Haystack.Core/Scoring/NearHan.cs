namespace Haystack.Scoring;

/// <summary>
/// Chinese names one character off. Names there are made of few characters, so that another combination of the same
/// characters is another name; a character that no name of the document has is a slip of the pen (笼 for 龙).
/// </summary>
internal static class NearHan
{
    private const int Shortest = 3;

    /// <summary>The unknown name as one that may be a planted name misspelt; as it is where it cannot be.</summary>
    public static Mention Of(Mention unknown, IReadOnlyList<KnownValue> known)
    {
        var name = unknown.Text;
        if (name.Length < Shortest || !name.All(IsHan))
            return unknown;
        foreach (var value in known)
        {
            if (value.Text.Length == name.Length && OddOne(name, value.Text) is { } odd && !known.Any(v => v.Text.Contains(odd, StringComparison.Ordinal)))
                return unknown with { Meaning = value.Meaning, Value = value.Text, IsNear = true };
        }

        return unknown;
    }

    private static char? OddOne(string name, string value)
    {
        char? odd = null;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == value[i])
                continue;
            if (odd is not null)
                return null;
            odd = name[i];
        }

        return odd;
    }

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF';
}
