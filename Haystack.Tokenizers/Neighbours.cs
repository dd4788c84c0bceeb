namespace Haystack.Tokenization;

/// <summary>Pairs of adjacent UTF-16 units in one integer.</summary>
internal static class Neighbours
{
    /// <summary>Two units as one integer.</summary>
    public static int Pack(char before, char after) => (before << 16) | after;

    /// <summary>All pairs inside <paramref name="text"/>.</summary>
    public static IEnumerable<int> Of(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
            yield return Pack(text[i], text[i + 1]);
    }
}
