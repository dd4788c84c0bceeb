using System.Text;

namespace Haystack.Corpora.Reading;

/// <summary>HZ (RFC 1843): Chinese between <c>~{</c> and <c>~}</c>, two bytes of ASCII a character.</summary>
internal static class HzText
{
    private const int Fewest = 4;

    /// <summary>Whether a text of ASCII bytes is written so: every stretch is closed on its line, and holds characters that people write.</summary>
    public static bool IsHz(ReadOnlySpan<byte> bytes)
    {
        var characters = new List<byte>();
        for (var rest = bytes; rest.IndexOf("~{"u8) is >= 0 and var open;)
        {
            rest = rest[(open + 2)..];
            var length = Length(rest);
            if (length < 0)
                return false;
            foreach (var b in rest[..length])
                characters.Add((byte)(b | 0x80));
            rest = rest[length..];
        }

        try
        {
            return characters.Count >= 2 * Fewest && Plausibility.Simplified(TextEncodings.Named("GB18030").GetString([.. characters])) >= TextEncodings.LeastPlausible;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The bytes of a stretch up to its end; -1 where it is none.</summary>
    private static int Length(ReadOnlySpan<byte> stretch)
    {
        for (var i = 0; i + 1 < stretch.Length; i += 2)
        {
            if (stretch[i] == '~' && stretch[i + 1] == '}')
                return i;
            if (stretch[i] is < 0x21 or > 0x77 || stretch[i + 1] is < 0x21 or > 0x7E)
                return -1;
        }

        return -1;
    }
}
