namespace Haystack.Tests.Facts;

/// <summary>What an outlier test would look at in a sentence.</summary>
internal static class FactProfile
{
    /// <summary>
    /// Words of an English sentence, a number in digits among them as one; characters of a Chinese one without digits,
    /// which no more than a handful of Chinese sentences in the shipped corpora hold.
    /// </summary>
    public static IReadOnlyList<string> Words(string text, string language)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                    i++;
                if (language != "zh")
                    words.Add("0");
            }
            else if (char.IsLetter(text[i]))
            {
                while (i < text.Length && char.IsLetter(text[i]) && (language != "zh" || i == start))
                    i++;
                words.Add(text[start..i].ToLowerInvariant());
            }
            else
            {
                i++;
            }
        }

        return words;
    }

    /// <summary>The mean of log2(1 + how often the corpus has a word), over the sentence's words.</summary>
    public static double Frequency(string sentence, IReadOnlyDictionary<string, int> counts, string language) =>
        Words(sentence, language).Select(w => Math.Log2(1 + counts.GetValueOrDefault(w))).DefaultIfEmpty(0).Average();
}
