using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>
/// Finds parts of a key, and forms that no list of forms foresees: cut in the middle, wrapped over lines, parted by blanks or
/// colons, escaped letter by letter, backwards, in hex, in decimal bytes, in base64 of UTF-8 or UTF-16. Only letters and digits are
/// compared, escapes undone first, and what they have in common with any form of the key is struck out.
/// </summary>
/// <remarks>Only for keys that look drawn at random: parts of others are words that a model may say.</remarks>
internal sealed partial class KeyPieces
{
    /// <summary>So many letters and digits in a row, capitals and digits among them, stand in no other text.</summary>
    private const int Window = 10;

    private const int LeastLetters = 16, MostStepsAChange = 5;

    private readonly HashSet<string> _windows = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private KeyPieces(string key)
    {
        _lookup = _windows.GetAlternateLookup<ReadOnlySpan<char>>();
        var bytes = Encoding.UTF8.GetBytes(key);
        AddDrawn(key);
        AddDrawn(string.Concat(key.Reverse()));
        AddDrawn(Convert.ToHexStringLower(bytes));
        foreach (var encoded in new[] { bytes, Encoding.Unicode.GetBytes(key) })
        {
            // What stands before the key decides where its bits fall; the last characters are shared with what stands behind.
            for (var before = 0; before < 3; before++)
                AddDrawn(Convert.ToBase64String([.. new byte[before], .. encoded])[(((before * 8) + 5) / 6)..((before + encoded.Length) * 8 / 6)]);
        }

        foreach (var window in Windows(string.Concat(bytes.Select(b => b.ToString(CultureInfo.InvariantCulture)))))
            _windows.Add(window);
    }

    /// <summary>What finds the parts of <paramref name="key"/>; null where it is made of words.</summary>
    public static KeyPieces? Of(string key)
    {
        var letters = key.Where(char.IsAsciiLetterOrDigit).ToArray();
        // Drawn ones go from small letters to capitals or digits at every other step, words at few.
        var changes = Enumerable.Range(1, Math.Max(0, letters.Length - 1)).Count(i => Kind(letters[i]) != Kind(letters[i - 1]));
        return letters.Length >= LeastLetters && changes * MostStepsAChange >= letters.Length ? new KeyPieces(key) : null;
    }

    /// <summary><paramref name="text"/> with <paramref name="mark"/> for each part of the key.</summary>
    public string StrikeOut(string text, string mark)
    {
        var (letters, places) = Letters(text);
        if (letters.Length < Window)
            return text;
        var struck = new StringBuilder();
        var (copied, end) = (0, 0);
        for (var i = 0; i + Window <= letters.Length; i++)
        {
            if (!_lookup.Contains(letters.AsSpan(i, Window)))
                continue;
            var from = places[i].Start;
            if (from >= end)
                struck.Append(text, copied, from - copied).Append(mark);
            copied = end = places[i + Window - 1].End;
        }

        return copied == 0 ? text : struck.Append(text, copied, text.Length - copied).ToString();
    }

    private static (string Letters, List<(int Start, int End)> Places) Letters(string text)
    {
        var (letters, places) = (new StringBuilder(text.Length), new List<(int, int)>(text.Length));
        var at = 0;
        foreach (var escape in Escape().EnumerateMatches(text))
        {
            Plain(escape.Index);
            if (Meant(text.AsSpan(escape.Index, escape.Length)) is { } c && char.IsAsciiLetterOrDigit(c))
                Add(c, escape.Index, escape.Index + escape.Length);
            at = escape.Index + escape.Length;
        }

        Plain(text.Length);
        return (letters.ToString(), places);

        void Plain(int end)
        {
            for (; at < end; at++)
            {
                if (char.IsAsciiLetterOrDigit(text[at]))
                    Add(text[at], at, at + 1);
            }
        }

        void Add(char c, int start, int end)
        {
            letters.Append(char.ToLowerInvariant(c));
            places.Add((start, end));
        }
    }

    /// <summary>The character that an escape stands for; null for a break, which stands for none of a key's.</summary>
    private static char? Meant(ReadOnlySpan<char> escape)
    {
        if (escape[0] == '\\' && escape[^1] is 'n' or 'r' or 't' or 'b' or 'f' && escape[^2] == '\\')
            return null;
        var isDecimal = escape[0] == '&' && escape[2] is not ('x' or 'X');
        var digits = escape[0] == '&' ? escape[(isDecimal ? 2 : 3)..^1] : escape[^(escape.Contains('u') || escape.Contains('U') ? 4 : 2)..];
        return int.TryParse(digits, isDecimal ? NumberStyles.None : NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is > 0 and <= char.MaxValue ? (char)code : null;
    }

    private static int Kind(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : 2;

    private void AddDrawn(string form)
    {
        var plain = string.Concat(form.Where(char.IsAsciiLetterOrDigit));
        // Small letters alone may be a word, digits alone a date.
        foreach (var window in Windows(plain).Where(w => w.Any(char.IsAsciiDigit) ? w.Any(char.IsAsciiLetter) : w.Skip(1).Any(char.IsAsciiLetterUpper) && w.Any(char.IsAsciiLetterLower)))
            _windows.Add(window.ToLowerInvariant());
    }

    private static IEnumerable<string> Windows(string text) => Enumerable.Range(0, Math.Max(0, text.Length - Window + 1)).Select(i => text.Substring(i, Window));

    [GeneratedRegex(@"\\+(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrtbf])|0[xX][0-9a-fA-F]{2}(?![0-9a-fA-F])|%(?:25)*[0-9a-fA-F]{2}|&\#(?:[xX]0*[0-9a-fA-F]{1,5}|0*[0-9]{1,7});", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
