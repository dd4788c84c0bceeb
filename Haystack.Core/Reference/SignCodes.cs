namespace Haystack.Reference;

/// <summary>
/// Directions for names: 64 signs each, of which any two agree in at most 42. They are the words of the extended BCH code
/// [64, 18, 22], so how well names are told apart is proven, not hoped for: no two have a cosine above <see cref="Nearest"/>.
/// </summary>
/// <remarks>
/// The places differ in size by a little: were they all alike, half precision would round all of them the same way at once, and
/// the last bit of one number would be seen in a logit.
/// </remarks>
internal static class SignCodes
{
    /// <summary>Signs of a code.</summary>
    public const int Length = 64;

    /// <summary>How many codes there are.</summary>
    public const int Count = 1 << Data;

    private const int Data = 18, Distance = 22, Field = 63;

    // x⁶ + x + 1, whose root generates the field of 64.
    private const int Primitive = 0b1000011;

    private const double Spread = 0.05;

    private static readonly ulong Generator = MakeGenerator();

    /// <summary>The size of each place; together they have length 1.</summary>
    public static IReadOnlyList<double> Sizes { get; } = MakeSizes();

    /// <summary>No two codes have a larger cosine: the 42 largest places agree, the others do not.</summary>
    public static double Nearest { get; } = Sizes.Select(s => s * s).Order().Select((s, i) => i < Distance ? -s : s).Sum();

    /// <summary>Code number <paramref name="index"/>: the sign of each place, as bits.</summary>
    public static ulong Of(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        // Systematic: the number itself, then the remainder that makes it a multiple of the generator, then a bit of parity.
        var shifted = (ulong)index << (Field - Data);
        var word = shifted | Remainder(shifted);
        return word | ((ulong)(ulong.PopCount(word) & 1) << Field);
    }

    /// <summary>Code number <paramref name="index"/> as a direction.</summary>
    public static double[] Direction(int index)
    {
        var code = Of(index);
        return [.. Sizes.Select((s, i) => (code >> i & 1) == 0 ? s : -s)];
    }

    private static double[] MakeSizes()
    {
        // Spread by the golden section: even steps could be whole units of the last bit, and would round alike again.
        double[] sizes = [.. Enumerable.Range(0, Length).Select(i => 1 + Spread * (2 * (i * 0.6180339887498949 % 1) - 1))];
        var length = Math.Sqrt(sizes.Sum(s => s * s));
        return [.. sizes.Select(s => s / length)];
    }

    private static ulong Remainder(ulong word)
    {
        for (var bit = Field - 1; bit >= Field - Data; bit--)
        {
            if ((word >> bit & 1) != 0)
                word ^= Generator << (bit - (Field - Data));
        }

        return word;
    }

    // The product of (x − αⁱ) over all conjugates of α¹ … α²⁰, so that 20 consecutive powers are roots: distance 21, and 22 with parity.
    private static ulong MakeGenerator()
    {
        var (powers, logs) = (new int[Field], new int[Field + 1]);
        for (int i = 0, value = 1; i < Field; i++)
        {
            (powers[i], logs[value]) = (value, i);
            value <<= 1;
            value ^= value > Field ? Primitive : 0;
        }

        var roots = new SortedSet<int>();
        for (var i = 1; i < Distance - 1; i++)
        {
            for (var (root, turn) = (i, 0); turn < 6; turn++)
            {
                roots.Add(root % Field);
                root = root * 2 % Field;
            }
        }

        List<int> product = [1];
        foreach (var root in roots)
        {
            product.Insert(0, 0);
            for (var i = 0; i + 1 < product.Count; i++)
                product[i] ^= product[i + 1] == 0 ? 0 : powers[(logs[product[i + 1]] + root) % Field];
        }

        if (product.Count != Field - Data + 1 || product.Exists(c => c > 1))
            throw new InvalidOperationException("the generator of the code is not of the degree that it must have");
        return product.Select((c, i) => (ulong)c << i).Aggregate((a, b) => a | b);
    }
}
