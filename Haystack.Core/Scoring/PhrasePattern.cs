using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>Turns of phrase in English and Chinese. Matching takes linear time.</summary>
/// <param name="english">Over tokens in lower case, one space between, apostrophes dropped; null for none.</param>
/// <param name="chinese">Over tokens with nothing between; null for none.</param>
internal sealed class PhrasePattern(string? english, string? chinese)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex? english = english is null ? null : new Regex(english, Options);
    private readonly Regex? chinese = chinese is null ? null : new Regex(chinese, Options);

    /// <summary>The first and last tokens of all matches from token <paramref name="from"/> up to <paramref name="to"/> (exclusive), in order.</summary>
    public IReadOnlyList<(int First, int Last)> In(Passage passage, int from, int to)
    {
        var found = new List<(int First, int Last)>();
        Collect(english, passage.Spaced);
        Collect(chinese, passage.Joined);
        found.Sort();
        return found;

        void Collect(Regex? pattern, TokenText text)
        {
            if (pattern is null)
                return;
            foreach (var match in pattern.EnumerateMatches(text.Text))
            {
                var first = text.TokenAt(match.Index);
                var last = text.TokenAt(match.Index + match.Length - 1);
                if (first >= from && last < to)
                    found.Add((first, last));
            }
        }
    }

    /// <summary>The matches in the whole passage.</summary>
    public IReadOnlyList<(int First, int Last)> In(Passage passage) => In(passage, 0, passage.Tokens.Count);
}
