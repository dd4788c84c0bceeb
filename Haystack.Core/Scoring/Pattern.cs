namespace Haystack.Scoring;

/// <summary>The turns of phrase of one sort in all languages. Matching takes time in proportion to the text.</summary>
/// <param name="spaced">Over tokens in lower case with one space between; null for none.</param>
/// <param name="joined">Over tokens with nothing between; null for none.</param>
internal sealed class Pattern(string? spaced, string? joined)
{
    private readonly Expression? spaced = spaced is null ? null : new Expression(spaced);
    private readonly Expression? joined = joined is null ? null : new Expression(joined);

    /// <summary>The first and last tokens of the matches among tokens <paramref name="from"/> up to <paramref name="to"/> (exclusive), in order.</summary>
    public IReadOnlyList<(int First, int Last)> In(Passage passage, int from = 0, int to = int.MaxValue)
    {
        to = Math.Min(to, passage.Tokens.Count);
        if (from >= to)
            return [];
        var found = new List<(int First, int Last)>();
        Collect(spaced, passage.Spaced);
        if (passage.HasHan)
            Collect(joined, passage.Joined);
        found.Sort();
        return found;

        void Collect(Expression? pattern, TokenText text)
        {
            if (pattern is null)
                return;
            var start = text.StartOf(from);
            var within = text.Between(from, to);
            foreach (var match in pattern.For(within, passage.HasHan).EnumerateMatches(within))
            {
                if (match.Length > 0)
                    found.Add((text.TokenAt(start + match.Index), text.TokenAt(start + match.Index + match.Length - 1)));
            }
        }
    }

    /// <summary>Whether anything matches among the tokens.</summary>
    public bool IsIn(Passage passage, int from = 0, int to = int.MaxValue)
    {
        to = Math.Min(to, passage.Tokens.Count);
        if (from > to || from > passage.Tokens.Count)
            return false;
        return Matches(spaced, passage.Spaced.Between(from, to), passage) || (passage.HasHan && Matches(joined, passage.Joined.Between(from, to), passage));
    }

    private static bool Matches(Expression? pattern, ReadOnlySpan<char> text, Passage passage) => pattern?.For(text, passage.HasHan).IsMatch(text) == true;
}
