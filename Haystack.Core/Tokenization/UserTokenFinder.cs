using System.Buffers;

namespace Haystack.Tokenization;

/// <summary>Finds user-defined tokens in text: the leftmost, and of those that start there the longest.</summary>
internal sealed class UserTokenFinder
{
    private readonly SearchValues<string> _values;
    private readonly Dictionary<char, string[]> _byFirst;
    private readonly IReadOnlyDictionary<string, int> _ids;

    public UserTokenFinder(IReadOnlyDictionary<string, int> tokens)
    {
        _ids = tokens;
        _values = SearchValues.Create([.. tokens.Keys], StringComparison.Ordinal);
        _byFirst = tokens.Keys.GroupBy(t => t[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Length).ThenBy(t => t, StringComparer.Ordinal).ToArray());
    }

    /// <summary>The first user-defined token in <paramref name="text"/>.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int at, out int length, out int id)
    {
        (length, id) = (0, -1);
        at = text.IndexOfAny(_values);
        if (at < 0)
            return false;
        foreach (var token in _byFirst[text[at]])
        {
            if (!text[at..].StartsWith(token, StringComparison.Ordinal))
                continue;
            (length, id) = (token.Length, _ids[token]);
            return true;
        }

        throw new InvalidOperationException("the search and the list of user-defined tokens disagree");
    }
}
