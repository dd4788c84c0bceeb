using System.Buffers;

namespace Haystack.Tokenization;

/// <summary>Text that some servers read as control tokens although it stands in plain text.</summary>
internal static class LookAlikes
{
    /// <summary>
    /// Which of the tokenizer's control texts stand in <paramref name="text"/>, and where each stands first, in order of
    /// appearance. Counts take them as text; a server may not.
    /// </summary>
    public static IReadOnlyList<(string ControlText, int At)> In(ModelTokenizer tokenizer, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.ControlTexts.Count == 0 || !text.ContainsAny(SearchValues.Create([.. tokenizer.ControlTexts], StringComparison.Ordinal)))
            return [];
        var found = new List<(string ControlText, int At)>();
        foreach (var control in tokenizer.ControlTexts)
        {
            if (text.IndexOf(control, StringComparison.Ordinal) is >= 0 and var at)
                found.Add((control, at));
        }

        return [.. found.OrderBy(f => f.At)];
    }
}
