namespace Haystack.Corpora.Procedural;

/// <summary>
/// Deals numbers as cards: all come up, in an order shuffled anew each time round. Words dealt like this come back
/// late and evenly, as in the text of a writer who minds repeating himself.
/// </summary>
internal sealed class Deck
{
    private readonly int[] _cards;
    private int _next;

    /// <summary>A deck of the numbers from 0.</summary>
    public Deck(int count)
        : this(Enumerable.Repeat(1, count))
    {
    }

    /// <summary>A deck with so many cards of each number.</summary>
    public Deck(IEnumerable<int> cardsOfEach)
    {
        _cards = [.. cardsOfEach.SelectMany((count, number) => Enumerable.Repeat(number, count))];
        _next = _cards.Length;
    }

    /// <summary>The next card.</summary>
    public int Deal(RandomStream random)
    {
        if (_next == _cards.Length)
        {
            random.Shuffle(_cards.AsSpan());
            _next = 0;
        }

        return _cards[_next++];
    }
}
