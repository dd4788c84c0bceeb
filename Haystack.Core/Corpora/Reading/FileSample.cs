namespace Haystack.Corpora.Reading;

/// <summary>Reads a file whole, or, where it is longer than its share, a sample of whole lines from all over it.</summary>
internal static class FileSample
{
    /// <summary>How long a stretch of a sample is, in bytes.</summary>
    private const int Stretch = 256 << 10;

    /// <summary>At most <paramref name="most"/> bytes (and a line); the same bytes for the same seed.</summary>
    /// <remarks>
    /// The file is cut into as many equal parts as there are stretches, and one stretch begins in each at a random place:
    /// at the next line, where lines can be told in its encoding, so that no character is cut in two.
    /// </remarks>
    public static byte[] Read(string path, long most, Seed seed)
    {
        using var file = InputFile.OpenRegular(path);
        if (file.Length <= most)
            return Whole(file, path, most);
        var head = new byte[4];
        file.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        var unit = Unit(head);
        var stretches = (int)Math.Max(1, most / Stretch);
        var random = seed.Derive("sample/" + Path.GetFileName(path)).Stream();
        using var text = new MemoryStream();
        text.Write(head, 0, Mark(head));
        var part = file.Length / stretches;
        for (var i = 0; i < stretches; i++)
        {
            var from = i == 0 ? Mark(head) : (i * part) + (long)(random.NextDouble() * Math.Max(0, part - Stretch));
            Append(file, from / unit * unit, isFirst: i == 0, unit, text);
        }

        return text.Length > Mark(head)
            ? text.ToArray()
            : throw new HaystackException($"{path}: it is longer than {most >> 20} MiB, so that samples of it are taken, and there are no lines, words or characters of UTF-8 at which to cut it");
    }

    private static void Append(FileStream file, long from, bool isFirst, int unit, MemoryStream text)
    {
        var buffer = new byte[Stretch];
        file.Position = from;
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var content = buffer.AsSpan(0, read / unit * unit);
        var start = isFirst ? 0 : Place(content, unit, fromEnd: false);
        var end = Place(content, unit, fromEnd: true);
        if (start < 0 || end <= start)
            return;
        text.Write(content[start..end]);
        // A paragraph ends with a stretch: what follows comes from elsewhere.
        var feed = unit == 1 ? [(byte)'\n'] : content[(end - unit)..end].ToArray();
        feed.AsSpan().Replace((byte)' ', (byte)'\n');
        text.Write(feed);
        if (!content[(end - unit)..end].SequenceEqual(feed))
            text.Write(feed);
    }

    /// <summary>Where a stretch can begin or end: at a line, else between words, else (in UTF-8) between characters; -1 for nowhere.</summary>
    private static int Place(ReadOnlySpan<byte> content, int unit, bool fromEnd) =>
        After((byte)'\n', content, unit, fromEnd) is >= 0 and var line ? line
        : After((byte)' ', content, unit, fromEnd) is >= 0 and var word ? word
        : unit == 1 ? Character(content, fromEnd) : -1;

    // No more than three bytes belong to a character that began before; the last of a stretch may be cut.
    private static int Character(ReadOnlySpan<byte> content, bool fromEnd)
    {
        var start = 0;
        while (start < Math.Min(4, content.Length) && (content[start] & 0xC0) == 0x80)
            start++;
        var end = content.Length;
        for (var i = 1; i <= Math.Min(4, content.Length - start); i++)
        {
            if ((content[^i] & 0xC0) == 0x80)
                continue;
            end = content[^i] < 0x80 ? content.Length - i + 1 : content.Length - i;
            break;
        }

        return end > start && System.Text.Unicode.Utf8.IsValid(content[start..end]) ? fromEnd ? end : start : -1;
    }

    /// <summary>Right after the first or last of a character; -1 where there is none.</summary>
    private static int After(byte character, ReadOnlySpan<byte> content, int unit, bool fromEnd)
    {
        for (var i = 0; i + unit <= content.Length; i += unit)
        {
            var at = fromEnd ? content.Length - unit - i : i;
            var code = content.Slice(at, unit);
            if (code.Contains(character) && code.IndexOfAnyExcept((byte)0, character) < 0 && (unit == 1 || code.Count(character) == 1 && (code[0] == character || code[^1] == character)))
                return at + unit;
        }

        return -1;
    }

    private static byte[] Whole(FileStream file, string path, long most)
    {
        // A device may have no length, and no end.
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            if (content.Length + read > most)
                throw new HaystackException($"{path}: it goes on after {most >> 20} MiB; is this a file?");
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static int Mark(byte[] head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => 4,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => 2,
        _ => 0,
    };

    private static int Unit(byte[] head) => head switch
    {
        [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] or [_, 0, 0, 0] or [0, 0, 0, _] => 4,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [_, 0, ..] or [0, _, ..] => 2,
        _ => 1,
    };
}
