using System.Buffers;

namespace Haystack.Tokenization;

/// <summary>
/// Finds user-defined tokens in text. Of those that start at one place the longest goes first; of those that overlap,
/// the leftmost (Hugging Face) or the longest (llama.cpp).
/// </summary>
internal sealed class UserTokenFinder
{
    private readonly SearchValues<string> _values;
    private readonly Dictionary<char, string[]> _byFirst;
    private readonly IReadOnlyDictionary<string, int> _ids;
    private readonly bool _leftmostFirst;

    public UserTokenFinder(IReadOnlyDictionary<string, int> tokens, bool leftmostFirst)
    {
        _ids = tokens;
        _leftmostFirst = leftmostFirst;
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
        var token = LongestAt(text[at..]) ?? throw new InvalidOperationException("the search and the list of user-defined tokens disagree");
        if (!_leftmostFirst)
            (at, token) = LongestFirst(text, at, token);
        (length, id) = (token.Length, _ids[token]);
        return true;
    }

    private string? LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _byFirst.GetValueOrDefault(text[0], []))
        {
            if (text.StartsWith(token, StringComparison.Ordinal))
                return token;
        }

        return null;
    }

    // All tokens that overlap the first, those that overlap these, and so on: the longest takes its place, then the longest
    // of what has room beside it. Gives what stands leftmost in the end; all else is found again in what is left.
    private (int At, string Token) LongestFirst(ReadOnlySpan<char> text, int first, string token)
    {
        var end = first + token.Length;
        List<(int At, string Token)>? found = null;
        for (var at = first; at < end && at < text.Length; at++)
        {
            foreach (var other in _byFirst.GetValueOrDefault(text[at], []))
            {
                if (!text[at..].StartsWith(other, StringComparison.Ordinal))
                    continue;
                (found ??= []).Add((at, other));
                end = Math.Max(end, at + other.Length);
            }
        }

        if (found is not { Count: > 1 })
            return (first, token);
        var taken = new List<(int At, string Token)>();
        foreach (var one in found.OrderByDescending(f => System.Text.Encoding.UTF8.GetByteCount(f.Token)).ThenBy(f => _ids[f.Token]).ThenBy(f => f.At))
        {
            if (taken.TrueForAll(t => one.At + one.Token.Length <= t.At || t.At + t.Token.Length <= one.At))
                taken.Add(one);
        }

        return taken.MinBy(t => t.At);
    }
}
