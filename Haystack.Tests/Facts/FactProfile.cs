namespace Haystack.Tests.Facts;

/// <summary>What an outlier test would look at in a sentence.</summary>
internal static class FactProfile
{
    /// <summary>Words of an English sentence, characters of a Chinese one.</summary>
    public static int Length(string sentence, string language) => Words(sentence, language).Count;

    /// <summary>Words (English) or single characters (Chinese), names and numbers among them.</summary>
    public static IReadOnlyList<string> Words(string text, string language)
    {
        if (language == "zh")
            return [.. text.Where(char.IsLetterOrDigit).Select(c => c.ToString())];
        return [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => new string([.. w.Where(char.IsLetterOrDigit)]).ToLowerInvariant()).Where(w => w.Length > 0)];
    }

    /// <summary>The mean of log2(1 + how often the corpus has a word), over the sentence's words.</summary>
    public static double Frequency(string sentence, IReadOnlyDictionary<string, int> counts, string language)
    {
        var words = Words(sentence, language);
        return words.Count == 0 ? 0 : words.Average(w => Math.Log2(1 + counts.GetValueOrDefault(w)));
    }
}
