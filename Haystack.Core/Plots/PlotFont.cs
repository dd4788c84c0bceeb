using System.Globalization;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>The lettering of all pictures. It comes with the program, so that a picture is the same on a machine without fonts.</summary>
internal sealed class PlotFont : IFontResolver
{
    /// <summary>The family's name, as pictures in SVG state it.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly SKTypeface Regular = Load("DejaVuSans.ttf");
    private static readonly SKTypeface Strong = Load("DejaVuSans-Bold.ttf");
    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PlotFont());
        Fonts.Default = Family;
        return true;
    });

    /// <summary>Makes ScottPlot use it; does nothing the second time.</summary>
    public static void Register() => _ = Registered.Value;

    public static SKFont Of(float size, bool bold = false) => new(bold ? Strong : Regular, size) { Subpixel = true, Hinting = SKFontHinting.None };

    /// <summary>
    /// Text that can be drawn: what the font lacks, or what cannot be seen, is written as its code points ({U+6A21 578B}).
    /// Two texts that differ look different. Not to be applied twice: a bracket that was there is written out, too.
    /// </summary>
    // Never another font of the machine's: the same run gives the same bytes wherever it is drawn.
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var (isOpen, last) = (false, default(Rune));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSeen(rune, last))
                clean.Append(isOpen ? "}" : "").Append(rune);
            else
                clean.Append(CultureInfo.InvariantCulture, $"{(isOpen ? " " : "{U+")}{rune.Value:X4}");
            isOpen = !IsSeen(rune, last);
            last = rune;
        }

        return clean.Append(isOpen ? "}" : "").ToString();
    }

    /// <summary>Whether a letter can be drawn, and seen beside the one before it.</summary>
    private static bool IsSeen(Rune rune, Rune last) => rune.Value switch
    {
        ' ' => last.Value != ' ',
        '{' => false,
        _ => !Rune.IsWhiteSpace(rune)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            && Regular.GetGlyph(rune.Value) != 0 && Strong.GetGlyph(rune.Value) != 0,
    };

    /// <summary>Text that was cleaned, with its middle left out where it is wider than <paramref name="width"/>.</summary>
    public static string Fit(string clean, float width, SKFont font)
    {
        var shown = clean;
        for (var keep = clean.Length - 1; keep > 0 && font.MeasureText(shown) > width; keep--)
            shown = $"{clean[..((keep + 1) / 2)]}…{clean[^(keep / 2)..]}";
        return shown;
    }

    /// <summary>Lines no wider than <paramref name="width"/>, broken at blanks, and within a word that is wider at its joints or anywhere.</summary>
    public static IEnumerable<string> Wrap(string text, float width, SKFont font)
    {
        var line = "";
        foreach (var word in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, width, font)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && font.MeasureText(longer) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        if (line.Length > 0)
            yield return Fit(line, width, font);
    }

    /// <summary>A word as it is, or in parts that each fit: after a slash, colon or the like where there is one in the second half, else anywhere.</summary>
    private static IEnumerable<string> Pieces(string word, float width, SKFont font)
    {
        while (font.MeasureText(word) > width)
        {
            var fits = Math.Max(1, word.Length - 1);
            while (fits > 1 && font.MeasureText(word[..fits]) > width)
                fits--;
            var joint = word[..fits].LastIndexOfAny(['/', ':', '_', '?', '&', '-', '=', ',']) + 1;
            var cut = joint > fits / 2 ? joint : fits;
            cut -= cut > 1 && cut < word.Length && char.IsLowSurrogate(word[cut]) ? 1 : 0;
            yield return word[..cut];
            word = word[cut..];
        }

        yield return word;
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? weight >= FontWeight.SemiBold ? Strong : Regular : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Family ? bold ? Strong : Regular : null;

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream($"Plots/{file}")
            ?? throw new InvalidOperationException($"Plots/{file} is not in the assembly");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"Plots/{file} is not a font");
    }
}
