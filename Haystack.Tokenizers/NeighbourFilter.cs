namespace Haystack.Tokenization;

/// <summary>
/// Which two UTF-16 units may stand side by side inside a token: a hashed bit set, which says "maybe" too often
/// and "never" only when it is so.
/// </summary>
internal static class NeighbourFilter
{
    private const int Bits = 1 << 22;

    /// <summary>The filter of the pairs in <paramref name="tokens"/>.</summary>
    public static int[] Build(IEnumerable<string> tokens)
    {
        var filter = new int[Bits / 32];
        foreach (var token in tokens)
        {
            foreach (var pair in Neighbours.Of(token))
                filter[Hash(pair) >> 5] |= 1 << (Hash(pair) & 31);
        }

        return filter;
    }

    /// <summary>Whether some token may have these neighbours.</summary>
    public static bool MayHold(int[] filter, char before, char after)
    {
        var hash = Hash(Neighbours.Pack(before, after));
        return (filter[hash >> 5] & (1 << (hash & 31))) != 0;
    }

    private static int Hash(int pair) => (int)(((uint)pair * 0x9E3779B1u) >> 10);
}
