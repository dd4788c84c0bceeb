namespace Haystack.Scoring;

/// <summary>Where a word stands in a text, in linear time altogether.</summary>
internal static class Occurrences
{
    /// <summary>Places of <paramref name="word"/>, case ignored, from the end or from the start.</summary>
    public static IEnumerable<int> Of(string text, string word, bool fromEnd)
    {
        if (!fromEnd)
        {
            for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0;)
            {
                yield return at;
                at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase);
            }

            yield break;
        }

        for (var end = text.Length; end > 0;)
        {
            var at = text.AsSpan(0, end).LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                yield break;
            yield return at;
            end = at;
        }
    }
}
