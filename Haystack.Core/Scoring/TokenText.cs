using System.Text;

namespace Haystack.Scoring;

/// <summary>Tokens put together again in lower case, in which each place leads back to its token.</summary>
internal sealed class TokenText
{
    private readonly int[] starts;

    /// <summary>Puts <paramref name="tokens"/> together.</summary>
    public TokenText(IReadOnlyList<Token> tokens, string separator)
    {
        var text = new StringBuilder();
        starts = new int[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            starts[i] = text.Length;
            text.Append(tokens[i].Text.ToLowerInvariant()).Append(separator);
        }

        Text = text.ToString();
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The token in which the character at <paramref name="place"/> stands (the one before, for a separator).</summary>
    public int TokenAt(int place)
    {
        var found = Array.BinarySearch(starts, place);
        return found >= 0 ? found : ~found - 1;
    }
}
