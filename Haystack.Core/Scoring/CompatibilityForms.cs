using System.Text;

namespace Haystack.Scoring;

/// <summary>The plain forms of what replies write in others: form KC, simplified Chinese, and nothing that cannot be seen.</summary>
internal static class CompatibilityForms
{
    /// <summary>Makes full-width, styled and raised characters plain, composes letters with their accents, makes traditional Chinese simplified, and drops what has no width.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var compatible = NormalForm.Compatible(WithBrackets(WithoutSymbols(WithoutTags(text))));
        var same = 0;
        while (same < compatible.Length && !IsInvisible(compatible[same]) && SimplifiedForms.Of(compatible[same]) == compatible[same])
            same++;
        if (same == compatible.Length)
            return compatible;
        var folded = new StringBuilder(compatible, 0, same, compatible.Length);
        foreach (var c in compatible.AsSpan(same))
        {
            if (!IsInvisible(c))
                folded.Append(SimplifiedForms.Of(c));
        }

        return folded.ToString();
    }

    // Form KC makes letters and digits of them, which would grow onto what stands before: Tavrenko™, 665¹.
    private static readonly System.Buffers.SearchValues<char> Symbols = System.Buffers.SearchValues.Create("™℠¹²³⁰⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ªº");

    // Tags and variation selectors beyond the first plane, as watermarks have them.
    private static string WithoutTags(string text)
    {
        if (!text.Contains(Tag, StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Tag && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                plain.Append(text[i]);
        }

        return plain.ToString();
    }

    private const char Tag = '\uDB40';

    private static string WithoutSymbols(string text) =>
        text.AsSpan().IndexOfAny(Symbols) < 0 ? text : string.Create(text.Length, text, (plain, from) =>
        {
            for (var i = 0; i < plain.Length; i++)
                plain[i] = Symbols.Contains(from[i]) ? ' ' : from[i];
        });

    // Form KC makes plain letters and numbers of encircled ones, which then no longer tell that they number a list: ①, Ⓑ, 2️⃣.
    private static string WithBrackets(string text)
    {
        var isEncircled = false;
        foreach (var c in text)
            isEncircled |= c >= Keycap && IsEncircled(c);
        if (!isEncircled)
            return text;
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c == Keycap)
            {
                // The keycap stands behind its digit, with or without a variation selector between.
                var digit = plain.Length - 1;
                while (digit > 0 && IsInvisible(plain[digit]))
                    digit--;
                if (digit >= 0 && char.IsAsciiDigit(plain[digit]))
                    plain.Insert(digit, '(').Append(')');
            }
            else if (IsEncircled(c))
            {
                plain.Append('(').Append(Plain(c)).Append(')');
            }
            else
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private const char Keycap = '\u20E3';

    // Encircled numbers, small and capital letters; numbers on black, in two styles, and in a double circle.
    private static bool IsEncircled(char c) => c is Keycap or (>= '\u2460' and <= '\u2473') or (>= '\u24B6' and <= '\u24E9') or (>= '\u24F5' and <= '\u24FE') or (>= '\u2776' and <= '\u2793');

    private static string Plain(char c) => c switch
    {
        >= '\u24F5' and <= '\u24FE' => Number(c - '\u24F5' + 1),
        >= '\u2776' and <= '\u2793' => Number(((c - '\u2776') % 10) + 1),
        >= '\u2460' and <= '\u2473' => Number(c - '\u2460' + 1),
        >= '\u24D0' => ((char)('a' + c - '\u24D0')).ToString(),
        _ => ((char)('A' + c - '\u24B6')).ToString(),
    };

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsInvisible(char c) => c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u2060' and <= '\u2064') or '\u061C' or '\u180E' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';
}
