using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Corpora.Reading;

/// <summary>
/// Texts in bytes of ASCII that are no ASCII: other scripts stand in them as escapes. They are valid UTF-8, so that nothing
/// but the escapes shows it; each is known by rules that ordinary text breaks at once.
/// </summary>
internal static partial class SevenBit
{
    /// <summary>What share of a text's characters escapes take before it is said to be written in them.</summary>
    private const double MostEscapes = 0.1;

    /// <summary>So many characters beyond ASCII must be seen before plain text is taken for anything else.</summary>
    private const int Fewest = 4;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\u001B~+=\\&{<%"u8);

    /// <summary>The encoding of a text of ASCII bytes; null where it is plain.</summary>
    /// <exception cref="HaystackException">It is written in escapes that are not read here.</exception>
    public static (Encoding Encoding, string Name)? Of(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0)
            return null;
        if (IsBase64(TextEncodings.Sample(bytes)))
            throw Escaped(path, "base64", "`base64 -d`");
        if (!bytes.ContainsAny(Marks))
            return null;
        if (bytes.IndexOf((byte)0x1B) >= 0)
            return Shifted(bytes, path);
        if (bytes.IndexOf("~{"u8) >= 0 && HzText.IsHz(bytes))
            return (TextEncodings.Named("hz-gb-2312"), "HZ-GB-2312");
        if (bytes.IndexOf((byte)'+') >= 0 && Utf7Text.Read(bytes) is { } text && IsOfAScript(text))
            return (Utf7Text.Encoding, "UTF-7");
        RefuseEscapes(TextEncodings.Sample(bytes), path);
        return null;
    }

    /// <summary>ISO 2022, known by what its escapes call in (ECMA-35, section 14).</summary>
    private static (Encoding Encoding, string Name)? Shifted(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.IndexOf("\u001B$)C"u8) >= 0)
            return (TextEncodings.Named("iso-2022-kr"), "ISO-2022-KR");
        if (bytes.IndexOf("\u001B$)A"u8) >= 0 || bytes.IndexOf("\u001B$)G"u8) >= 0)
            throw Escaped(path, "ISO-2022-CN", "`iconv -f ISO-2022-CN -t UTF-8`");
        // JIS X 0212 and 0213 are called in with one byte more.
        if (bytes.IndexOf("\u001B$("u8) >= 0)
            throw Escaped(path, "ISO-2022-JP with characters of later standards", "`iconv -f ISO-2022-JP-3 -t UTF-8`");
        return bytes.IndexOf("\u001B$B"u8) >= 0 || bytes.IndexOf("\u001B$@"u8) >= 0 ? (TextEncodings.Named("iso-2022-jp"), "ISO-2022-JP") : null;
    }

    private static void RefuseEscapes(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith("{\\rtf"u8))
            throw Escaped(path, "RTF", "any word processor");
        var text = Encoding.ASCII.GetString(bytes);
        if (Markup().IsMatch(text))
            throw Escaped(path, "HTML", "any browser");
        // In quoted-printable every sign of equality begins an escape, or ends a line.
        var (equal, high) = (text.AsSpan().Count('='), HighEscape().Count(text));
        if (high >= Fewest && QuotedEscape().Count(text) == equal)
            throw Escaped(path, "quoted-printable", "`python3 -m quopri -d`");
        if (Length(Escape().EnumerateMatches(text)) > MostEscapes * text.Length)
            throw Escaped(path, "escapes (such as \\u00e9, &#233; or %C3%A9)", "the program that wrote it");
    }

    private static int Length(Regex.ValueMatchEnumerator matches)
    {
        var length = 0;
        foreach (var match in matches)
            length += match.Length;
        return length;
    }

    /// <summary>Lines of equal length of nothing but its letters, and one that may be shorter.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 200 || bytes[..200].IndexOf((byte)' ') >= 0 || bytes.IndexOf((byte)' ') >= 0)
            return false;
        string[] lines = Encoding.ASCII.GetString(bytes).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines[0].Length >= 60 && lines[..^1].All(line => line.Length == lines[0].Length) && lines.All(line => Base64Line().IsMatch(line));
    }

    /// <summary>Whether the characters beyond ASCII are ones that people write together.</summary>
    private static bool IsOfAScript(string text)
    {
        var beyond = text.Count(c => c >= '\u0080' && char.IsLetter(c));
        if (beyond < Fewest)
            return false;
        // Scripts whose letters stand in a block of 256 of their own (Greek, Hebrew, Arabic, Thai …): chance would spread them.
        var blocks = text.Where(c => c >= '\u0370' && char.IsLetter(c)).GroupBy(c => c >> 8).ToArray();
        return blocks.Length > 0 && blocks.Max(b => b.Count()) >= 0.9 * beyond
            || Plausibility.Latin(text) > 0 || LatinAlphabets.OfOneLanguage(text) is { Share: >= LatinAlphabets.LeastOfOne }
            || new[] { Plausibility.Simplified(text), Plausibility.Traditional(text), Plausibility.Japanese(text), Plausibility.Korean(text), Plausibility.Cyrillic(text) }.Max() >= TextEncodings.LeastPlausible;
    }

    private static HaystackException Escaped(string path, string what, string by) =>
        new($"{path}: it is written in {what}, which is not read here: make it plain text, by {by}");

    [GeneratedRegex(@"\A\s*<(!doctype html|html|\?xml)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex(@"=[89A-F][0-9A-F]")]
    private static partial Regex HighEscape();

    [GeneratedRegex(@"=([0-9A-F]{2}|[ \t]*\r?\n|\z)")]
    private static partial Regex QuotedEscape();

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}|\\x[89a-fA-F][0-9a-fA-F]|&#(\d{3,6}|x[0-9a-fA-F]{2,5});|%[89A-Fa-f][0-9A-Fa-f]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\A[A-Za-z0-9+/]+={0,2}\z")]
    private static partial Regex Base64Line();
}
