using System.Collections.Frozen;

namespace Haystack.Corpora.Reading;

/// <summary>
/// Which languages a text in Latin letters can be of, by its letters beyond ASCII. The encodings of Western, Central, Baltic and
/// Turkish letters give each other's bytes a letter too, and often a vowel with some other accent: no letter is wrong by itself,
/// but a text that is of one language has the letters of that language and no others.
/// </summary>
internal static class LatinAlphabets
{
    /// <summary>Letters beyond ASCII that a text must have among all its letters before its language shows; below are loan words and names.</summary>
    public const double LeastShare = 0.005;

    /// <summary>And at most: no language that is written in Latin letters has more of them (Czech and Turkish a sixth).</summary>
    public const double MostShare = 0.4;

    /// <summary>How many of them must be of one language.</summary>
    public const double LeastOfOne = 0.98;

    // The letters, and those of them that stand alone as a word where that tells (in another encoding's text such a word has some
    // other accent); null where it does not.
    private static readonly (FrozenSet<char> Letters, string? Alone)[] Languages =
    [
        Of("äöüß"),
        Of("àâæçéèêëîïôœùûüÿ"),
        Of("áéíñóúüº"),
        Of("áàâãçéêíóôõúü"),
        Of("àèéìòùîó"),
        Of("éëïóöüèáíêç"),
        Of("æøåéèêóòô"),
        Of("åäöéüà"),
        Of("áéíóúýþðæö"),
        Of("àçéèíïóòúü"),
        Of("õäöüšž"),
        Of("áéíóú"),
        Of("çëéê"),
        Of("âêîôûŵŷáéíóúïëö"),
        Of("áéíóöőúüű"),
        Of("ąćęłńóśźż", alone: ""),
        Of("áčďéěíňóřšťúůýž", alone: "óÓ"),
        Of("áäčďéíĺľňóôŕřšťúýž", alone: "óÓ"),
        Of("čćđšž", alone: ""),
        Of("ăâîşţșț", alone: ""),
        Of("āčēģīķļņšūž", alone: ""),
        Of("ąčęėįšųūž", alone: "įĮ"),
        Of("ıçğöşüâîû", alone: ""),
    ];

    /// <summary>The likeliest language (by its place in a list) and the share of a text's letters beyond ASCII that it has; null where there are too few to tell, or more than any has.</summary>
    public static (int Language, double Share)? OfOneLanguage(string text)
    {
        var (beyond, alone) = (new Dictionary<char, int>(), new HashSet<char>());
        var (letters, astray) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                letters++;
            }
            else if (c >= '\u0080' && (char.IsLetter(c) || c is 'º'))
            {
                beyond[c] = beyond.GetValueOrDefault(c) + 1;
                // A capital within a word is another encoding's small letter.
                astray += i > 0 && char.IsUpper(c) && char.IsLower(text[i - 1]) ? 1 : 0;
                if (i > 0 && i + 1 < text.Length && text[i - 1] == ' ' && text[i + 1] == ' ')
                    alone.Add(c);
            }
        }

        var all = beyond.Values.Sum();
        if (all == 0 || all < LeastShare * (letters + all) || all > MostShare * (letters + all))
            return null;
        // Turkish has its dotless i in every second word; without it, its other letters are those of half of Europe.
        var (best, most) = Languages.Select((language, i) => (i, Count: language.Letters.Contains('ı') && !beyond.ContainsKey('ı') ? 0
            : language.Alone is { } may && alone.Any(a => !may.Contains(a, StringComparison.Ordinal)) ? 0 : beyond.Where(b => language.Letters.Contains(b.Key)).Sum(b => b.Value))).MaxBy(l => l.Count);
        return (best, Math.Max(0, most - astray) / (double)all);
    }

    private static (FrozenSet<char> Letters, string? Alone) Of(string letters, string? alone = null) =>
        ((letters + letters.ToUpperInvariant() + (letters.Contains('ı', StringComparison.Ordinal) ? "İ" : "")).ToFrozenSet(), alone);
}
