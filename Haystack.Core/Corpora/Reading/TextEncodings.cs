using System.Text;

namespace Haystack.Corpora.Reading;

/// <summary>
/// Tells what a text's bytes are written in: by a byte order mark, by being valid UTF-8, by where zeros stand (UTF-16
/// and UTF-32 without a mark), else by which of the encodings in use gives characters that people write. What none of
/// them makes plausible is refused: a wrong guess gives another text, and nobody notices.
/// </summary>
internal static class TextEncodings
{
    /// <summary>How plausible a text must be, 0–1, in scripts whose frequent characters are known.</summary>
    internal const double LeastPlausible = 0.35;

    /// <summary>How far the second must stay behind the first.</summary>
    private const double LeastLead = 0.12;

    /// <summary>So many bytes decide; decoding all of them is checked afterwards.</summary>
    private const int Looked = 1 << 20;

    // Where these differ from Windows-1252, a text's language tells which it is.
    private static readonly string[] LatinNames = ["windows-1252", "iso-8859-15", "windows-1250", "iso-8859-2", "windows-1254", "windows-1257"];

    // Of DOS and of old Macintoshes: looked at where none of those makes a text one of a language.
    private static readonly string[] OldLatinNames = ["ibm850", "ibm852", "macintosh"];

    private static readonly (string Name, Func<string, double> Plausibility)[] Legacy =
    [
        ("windows-1252", Plausibility.Latin), ("GB18030", Plausibility.Simplified), ("Big5", Plausibility.Traditional),
        ("Shift_JIS", Plausibility.Japanese), ("EUC-JP", Plausibility.Japanese), ("ks_c_5601-1987", Plausibility.Korean),
        ("windows-1251", Plausibility.Cyrillic), ("koi8-r", Plausibility.Cyrillic),
        ("koi8-u", Plausibility.Cyrillic), ("cp866", Plausibility.Cyrillic), ("iso-8859-5", Plausibility.Cyrillic), ("x-mac-cyrillic", Plausibility.Cyrillic),
    ];

    /// <summary>The encoding, and how many bytes its mark takes.</summary>
    /// <exception cref="HaystackException">None is plausible, or two are.</exception>
    public static (Encoding Encoding, string Name, int Mark) Of(ReadOnlySpan<byte> bytes, string path)
    {
        if (Marked(bytes) is { } marked)
            return marked;
        if (bytes.IndexOf((byte)0) >= 0 && Wide(bytes) is { } wide)
            return (wide.Encoding, wide.Name, 0);
        if (IsUtf8(bytes))
            return SevenBit.Of(bytes, path) is { } escaped ? (escaped.Encoding, escaped.Name, 0) : (new UTF8Encoding(false, true), "UTF-8", 0);
        var (name, lead) = Best(bytes, path);
        return lead ? (Named(name), name == "ks_c_5601-1987" ? "EUC-KR" : name, 0) : throw Refused(path, bytes);
    }

    /// <summary>An encoding that throws at what it does not have.</summary>
    public static Encoding Named(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static (Encoding Encoding, string Name, int Mark)? Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (new UTF8Encoding(false, true), "UTF-8 with a byte order mark", 3),
        [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(false, false, true), "UTF-32LE with a byte order mark", 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(true, false, true), "UTF-32BE with a byte order mark", 4),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, false, true), "UTF-16LE with a byte order mark", 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false, true), "UTF-16BE with a byte order mark", 2),
        _ => null,
    };

    /// <summary>A text has no zeros in it, and blanks and ends of lines: in the right reading of UTF-16 and UTF-32 it does.</summary>
    private static (Encoding Encoding, string Name)? Wide(ReadOnlySpan<byte> bytes)
    {
        var looked = bytes[..Math.Min(bytes.Length, Looked / 4 * 4)];
        (Encoding Encoding, string Name, int Unit)[] candidates =
        [
            (new UTF32Encoding(false, false, true), "UTF-32LE", 4), (new UTF32Encoding(true, false, true), "UTF-32BE", 4),
            (new UnicodeEncoding(false, false, true), "UTF-16LE", 2), (new UnicodeEncoding(true, false, true), "UTF-16BE", 2),
        ];
        (Encoding Encoding, string Name)? best = null;
        var most = 0;
        foreach (var (encoding, name, unit) in candidates)
        {
            if (bytes.Length % unit != 0 || TryDecode(encoding, looked[..(looked.Length / unit * unit)]) is not { } text || text.Contains('\0', StringComparison.Ordinal))
                continue;
            var seen = text.Count(c => c is ' ' or '\n' or '\u3000' or '\u3002' or '\uFF0C' or '\u3001' or (>= 'a' and <= 'z'));
            if (seen > most)
                (most, best) = (seen, (encoding, name));
        }

        return best;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static (string Name, bool Leads) Best(ReadOnlySpan<byte> bytes, string path)
    {
        var looked = Sample(bytes);
        var found = new List<(string Name, double Score)>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, plausibility) in Legacy)
        {
            // A sample may end in the middle of a character: it ends with a line. What reads the same is the same.
            if (TryDecode(Named(name), looked) is { } text && texts.Add(text))
                found.Add((name, plausibility(text)));
        }

        if ((LatinOf(looked, LatinNames, path) ?? LatinOf(looked, OldLatinNames, path)) is { } latin)
        {
            found.RemoveAll(f => f.Name == LatinNames[0]);
            found.Add((latin, 1));
        }

        // Small letters are the same in both: only where the common one does not fit is it the other.
        if (found.Exists(f => f is { Name: "windows-1251", Score: >= LeastPlausible }))
            found.RemoveAll(f => f.Name == "x-mac-cyrillic");
        found.Sort((a, b) => b.Score.CompareTo(a.Score));
        if (found.Count == 0 || found[0].Score < LeastPlausible)
            return ("", false);
        if (found.Count > 1 && found[0].Score - found[1].Score < LeastLead)
            throw new HaystackException($"{path}: this may be {found[0].Name} or {found[1].Name}; convert it to UTF-8 (`iconv -f {found[0].Name} -t UTF-8`)");
        return (found[0].Name, true);
    }

    /// <summary>The one of the encodings for Latin letters that makes the text one of a language; null where none does, or letters are too few to tell.</summary>
    /// <exception cref="HaystackException">Two do, with other letters each.</exception>
    private static string? LatinOf(ReadOnlySpan<byte> bytes, string[] names, string path)
    {
        // Of those that read the same language the first is taken: they differ in a name or a sign here and there.
        var found = new List<(string Name, int Language)>();
        foreach (var name in names)
        {
            if (TryDecode(Named(name), bytes) is { } text && LatinAlphabets.OfOneLanguage(text) is { Share: >= LatinAlphabets.LeastOfOne } one
                && Plausibility.IsWritten(text) && !found.Exists(f => f.Language == one.Language))
                found.Add((name, one.Language));
        }

        return found switch
        {
            [] => null,
            [var one] => one.Name,
            _ => throw new HaystackException($"{path}: this may be {string.Join(" or ", found.Select(f => f.Name))}; convert it to UTF-8 (`iconv -f {found[0].Name} -t UTF-8`)"),
        };
    }

    /// <summary>The lines that decide.</summary>
    internal static ReadOnlySpan<byte> Sample(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Looked)
            return bytes;
        var end = bytes[..Looked].LastIndexOf((byte)'\n');
        return bytes[..(end > 0 ? end : Looked)];
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static HaystackException Refused(string path, ReadOnlySpan<byte> bytes) =>
        new($"{path}: {(bytes.IndexOf((byte)0) >= 0 ? "it has bytes of zero and is no UTF-16 or UTF-32 either; is this a text file?" : $"it is not UTF-8 (byte {FirstBad(bytes)}), and in no other encoding known here is it plausible text (Windows-1252 and its like for Central Europe, the Baltic and Turkey, GB18030, Big5, Shift_JIS, EUC-JP, EUC-KR, Windows-1251, KOI8-R, and those of DOS and the Macintosh for these letters); convert it to UTF-8 (`iconv -f ENCODING -t UTF-8`)")}");

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        try
        {
            new UTF8Encoding(false, true).GetCharCount(bytes);
            return bytes.Length;
        }
        catch (DecoderFallbackException fault)
        {
            return fault.Index;
        }
    }
}
