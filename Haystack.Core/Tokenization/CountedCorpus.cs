using Haystack.Corpora;

namespace Haystack.Tokenization;

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
    private const int ChunkSentences = 512;

    private CountedCorpus(Corpus corpus, ModelTokenizer tokenizer, int[] unitStarts, int[] cumulativeTokens)
    {
        Corpus = corpus;
        Tokenizer = tokenizer;
        UnitStarts = unitStarts;
        CumulativeTokens = cumulativeTokens;
    }

    /// <summary>The text.</summary>
    public Corpus Corpus { get; }

    /// <summary>What counted it.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>Offsets of the units in the text, in UTF-16 units, ascending, with the text's length at the end.</summary>
    public IReadOnlyList<int> UnitStarts { get; }

    /// <summary>Tokens before each of <see cref="UnitStarts"/>; the last is the whole corpus.</summary>
    public IReadOnlyList<int> CumulativeTokens { get; }

    /// <summary>How many units there are.</summary>
    public int UnitCount => UnitStarts.Count - 1;

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
        var key = $"{corpus.Sha256}-{tokenizer.Fingerprint}";
        if (CountedCorpusFile.TryRead(cache, key, corpus.Text.Length, out var starts, out var tokens))
            return new CountedCorpus(corpus, tokenizer, starts, tokens);
        starts = CleanStarts(corpus, tokenizer);
        tokens = Cumulate(corpus, tokenizer, starts);
        CountedCorpusFile.Write(cache, key, starts, tokens);
        return new CountedCorpus(corpus, tokenizer, starts, tokens);
    }

    private static int[] CleanStarts(Corpus corpus, ModelTokenizer tokenizer)
    {
        var boundaries = corpus.Boundaries;
        var clean = new bool[boundaries.Count];
        (clean[0], clean[^1]) = (true, true);
        InChunks(boundaries.Count - 1, index =>
        {
            var at = boundaries[index];
            if (index > 0)
                clean[index] = Seam.IsClean(tokenizer, corpus.Text.AsSpan(0, at), corpus.Text.AsSpan(at));
        });
        return [.. Enumerable.Range(0, boundaries.Count).Where(i => clean[i]).Select(i => boundaries[i])];
    }

    private static int[] Cumulate(Corpus corpus, ModelTokenizer tokenizer, int[] starts)
    {
        var tokens = new int[starts.Length];
        InChunks(starts.Length - 1, unit => tokens[unit + 1] = tokenizer.Count(corpus.Text.AsSpan(starts[unit]..starts[unit + 1])));
        for (var i = 1; i < tokens.Length; i++)
            tokens[i] = checked(tokens[i] + tokens[i - 1]);
        return tokens;
    }

    private static void InChunks(int count, Action<int> work) =>
        Parallel.For(0, (count + ChunkSentences - 1) / ChunkSentences, chunk =>
        {
            var end = Math.Min(count, (chunk + 1) * ChunkSentences);
            for (var i = chunk * ChunkSentences; i < end; i++)
                work(i);
        });
}
