using static Haystack.Reference.ReferenceLayout;

namespace Haystack.Reference;

/// <summary>
/// Finds the token that is said without asking every token: where the signs of what is to be said are those of a token's code, no
/// other can have as large a product, for each sign that differs takes something away.
/// </summary>
internal sealed class SpokenCodes
{
    private readonly Dictionary<ulong, int> _tokens;

    public SpokenCodes(ReferenceVocabulary vocabulary) =>
        _tokens = vocabulary.Tokens.Select((t, id) => (Token: t, Id: id)).Where(t => t.Token.Role is TokenRole.Name or TokenRole.Nothing or TokenRole.Answer or TokenRole.End)
            .ToDictionary(t => SignCodes.Of(vocabulary.CodeOf(t.Token)), t => t.Id);

    /// <summary>The token with the largest logit, where it is plain to see; null otherwise.</summary>
    /// <param name="normed">What comes out of the last norm.</param>
    public int? Find(ReadOnlySpan<float> normed)
    {
        var word = 0UL;
        for (var i = 0; i < Code; i++)
        {
            var number = normed[Own + i];
            if (number == 0 || !float.IsFinite(number))
                return null;
            word |= (number < 0 ? 1UL : 0) << i;
        }

        return _tokens.TryGetValue(word, out var token) ? token : null;
    }
}
