namespace Haystack.Scoring;

/// <summary>The turns of phrase of one sort in all languages. Matching takes time in proportion to the text.</summary>
/// <param name="spaced">Over tokens in lower case with one space between: an expression for each language, since one for all could grow too large for the engine.</param>
/// <param name="joined">Over tokens with nothing between, likewise.</param>
internal sealed class Pattern(IEnumerable<string> spaced, IEnumerable<string> joined)
{
    private readonly Expression[] spaced = [.. spaced.Select(p => new Expression(p))];
    private readonly Expression[] joined = [.. joined.Select(p => new Expression(p))];

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

        void Collect(Expression[] patterns, JoinedTokens text)
        {
            if (patterns.Length == 0)
                return;
            var start = text.StartOf(from);
            var within = text.Between(from, to);
            foreach (var pattern in patterns)
            {
                foreach (var match in pattern.For(within, passage.HasHan).EnumerateMatches(within))
                {
                    if (match.Length > 0)
                        found.Add((text.TokenAt(start + match.Index), text.TokenAt(start + match.Index + match.Length - 1)));
                }
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

    private static bool Matches(Expression[] patterns, ReadOnlySpan<char> text, Passage passage)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.For(text, passage.HasHan).IsMatch(text))
                return true;
        }

        return false;
    }
}
