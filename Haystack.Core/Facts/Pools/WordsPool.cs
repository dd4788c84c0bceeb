namespace Haystack.Facts.Pools;

/// <summary>
/// Small numbers in words, that a fact applies to another fact's value (<c>seventeen more than …</c>). They are
/// no answers by themselves, so the corpus may hold them; within a document each stands once.
/// </summary>
internal sealed class WordsPool : Pool
{
    private readonly int _from;
    private readonly IReadOnlyList<string> _words;

    /// <param name="name">What the data files call it.</param>
    /// <param name="from">The number that the first word means; each word means one more than the one before.</param>
    /// <param name="words">The words.</param>
    public WordsPool(string name, int from, IReadOnlyList<string> words)
        : base(name) => (_from, _words) = (from, words);

    public override AnswerKind Kind => AnswerKind.Number;

    public override bool IsValue => false;

    public override long Size => _words.Count;

    // Longest first, so that "six" does not stop a match of "sixteen".
    public override string Pattern => $"(?:{string.Join('|', _words.OrderByDescending(w => w.Length))})";

    public override PoolValue Draw(RandomStream random)
    {
        var word = random.Pick(_words);
        return new PoolValue(word, word);
    }

    public override IReadOnlyCollection<string> FindIn(string text) => [];

    /// <summary>The number that <paramref name="word"/> means.</summary>
    public int ToNumber(string word)
    {
        for (var i = 0; i < _words.Count; i++)
        {
            if (_words[i] == word)
                return _from + i;
        }

        throw new ArgumentException($"'{word}' is no word of pool '{Name}'", nameof(word));
    }
}
