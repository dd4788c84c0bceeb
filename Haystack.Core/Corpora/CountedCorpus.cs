using Haystack.Tokenization;

namespace Haystack.Corpora;

/// <summary>
/// A corpus with its token counts: it is cut into units whose tokens add up, each one sentence, or several
/// where the boundary between them is not clean.
/// </summary>
/// <remarks>
/// The tokens of the text from unit i to unit j are <c>CumulativeTokens[j] - CumulativeTokens[i]</c>, wherever
/// that text stands between other text that it joins cleanly (<see cref="Seam"/>).
/// </remarks>
internal sealed class CountedCorpus
{
    private readonly CountedText _counts;

    private CountedCorpus(Corpus corpus, ModelTokenizer tokenizer, CountedText counts) => (Corpus, Tokenizer, _counts) = (corpus, tokenizer, counts);

    /// <summary>The text.</summary>
    public Corpus Corpus { get; }

    /// <summary>What counted it.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <inheritdoc cref="CountedText.UnitStarts"/>
    public IReadOnlyList<int> UnitStarts => _counts.UnitStarts;

    /// <inheritdoc cref="CountedText.CumulativeTokens"/>
    public IReadOnlyList<int> CumulativeTokens => _counts.CumulativeTokens;

    /// <inheritdoc cref="CountedText.UnitCount"/>
    public int UnitCount => _counts.UnitCount;

    /// <summary>Counts a corpus, or finds its counts in the cache. Uses every core.</summary>
    public static CountedCorpus Count(Corpus corpus, ModelTokenizer tokenizer) => Count(corpus, tokenizer, HaystackCache.Default);

    /// <summary>Counts a corpus, or finds its counts in <paramref name="cache"/>.</summary>
    /// <exception cref="HaystackException">The corpus has no text.</exception>
    public static CountedCorpus Count(Corpus corpus, ModelTokenizer tokenizer, HaystackCache cache)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(cache);
        if (corpus.SentenceCount < 1)
            throw new HaystackException($"corpus '{corpus.Name}' has no sentences");
        return new CountedCorpus(corpus, tokenizer, CountedText.Count(corpus.Text, corpus.Boundaries, tokenizer, cache, corpus.Sha256));
    }
}
