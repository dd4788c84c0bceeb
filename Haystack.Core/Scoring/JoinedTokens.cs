using System.Text;

namespace Haystack.Scoring;

/// <summary>Tokens put together again in lower case, in which each place leads back to its token.</summary>
internal sealed class JoinedTokens
{
    private readonly int[] starts;
    private readonly int separator;

    /// <summary>Puts <paramref name="tokens"/> together.</summary>
    public JoinedTokens(IReadOnlyList<Token> tokens, string separator)
    {
        this.separator = separator.Length;
        var text = new StringBuilder(tokens.Count == 0 ? 0 : tokens[^1].End + (tokens.Count * separator.Length));
        starts = new int[tokens.Count + 1];
        for (var i = 0; i < tokens.Count; i++)
        {
            starts[i] = text.Length;
            // Words are in lower case already, and signs of Chinese have none.
            text.Append(tokens[i].Kind == TokenKind.Mark ? tokens[i].Text.ToLowerInvariant() : tokens[i].Text).Append(separator);
        }

        starts[^1] = text.Length;
        Text = text.ToString();
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Where token <paramref name="index"/> starts; the text's end for the one after the last.</summary>
    public int StartOf(int index) => starts[index];

    /// <summary>The text of tokens <paramref name="from"/> up to <paramref name="to"/> (exclusive), without the last separator.</summary>
    public ReadOnlySpan<char> Between(int from, int to) =>
        Text.AsSpan(starts[from]..Math.Max(starts[from], starts[to] - (to > from ? separator : 0)));

    /// <summary>The token in which the character at <paramref name="place"/> stands (the one before, for a separator).</summary>
    public int TokenAt(int place)
    {
        var found = Array.BinarySearch(starts, place);
        return found >= 0 ? found : ~found - 1;
    }
}
