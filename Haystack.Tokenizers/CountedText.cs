namespace Haystack.Tokenization;

/// <summary>
/// A text with its token counts: it is cut into units whose tokens add up, each one piece as it was given (a sentence), or
/// several where the boundary between them is not clean: where the tokens of the whole are not those of its parts.
/// </summary>
/// <remarks>
/// The tokens of the text from unit i to unit j are <c>CumulativeTokens[j] - CumulativeTokens[i]</c>, wherever
/// that text stands between other text that it joins cleanly.
/// </remarks>
public sealed class CountedText
{
    private const int ChunkPieces = 512;

    private CountedText(int[] unitStarts, int[] cumulativeTokens) => (UnitStarts, CumulativeTokens) = (unitStarts, cumulativeTokens);

    /// <summary>Offsets of the units in the text, in UTF-16 units, ascending, with the text's length at the end.</summary>
    public IReadOnlyList<int> UnitStarts { get; }

    /// <summary>Tokens before each of <see cref="UnitStarts"/>; the last is the whole text.</summary>
    public IReadOnlyList<int> CumulativeTokens { get; }

    /// <summary>How many units there are.</summary>
    public int UnitCount => UnitStarts.Count - 1;

    /// <summary>Counts a text. Uses every core.</summary>
    /// <param name="text">The text.</param>
    /// <param name="boundaries">Where it may be cut, in UTF-16 units: ascending, 0 first, and the text's length last.</param>
    /// <param name="tokenizer">What counts it.</param>
    /// <exception cref="ArgumentException">The boundaries are not such.</exception>
    public static CountedText Count(string text, IReadOnlyList<int> boundaries, ModelTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (boundaries.Count < 2 || boundaries[0] != 0 || boundaries[^1] != text.Length || boundaries.Zip(boundaries.Skip(1)).Any(b => b.First >= b.Second))
            throw new ArgumentException("boundaries ascend from 0 to the text's length", nameof(boundaries));
        var starts = CleanStarts(text, boundaries, tokenizer);
        return new CountedText(starts, Cumulate(text, tokenizer, starts));
    }

    /// <summary>Counts a text, or finds its counts in <paramref name="cache"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="boundaries">Where it may be cut.</param>
    /// <param name="tokenizer">What counts it.</param>
    /// <param name="cache">Where counts are kept.</param>
    /// <param name="identity">What tells this text, cut so, from every other.</param>
    internal static CountedText Count(string text, IReadOnlyList<int> boundaries, ModelTokenizer tokenizer, HaystackCache cache, string identity)
    {
        var key = $"{identity}-{tokenizer.Fingerprint}";
        if (CountedTextFile.TryRead(cache, key, text.Length, out var starts, out var tokens))
            return new CountedText(starts, tokens);
        starts = CleanStarts(text, boundaries, tokenizer);
        tokens = Cumulate(text, tokenizer, starts);
        CountedTextFile.Write(cache, key, starts, tokens);
        return new CountedText(starts, tokens);
    }

    private static int[] CleanStarts(string text, IReadOnlyList<int> boundaries, ModelTokenizer tokenizer)
    {
        var clean = new bool[boundaries.Count];
        (clean[0], clean[^1]) = (true, true);
        InChunks(boundaries.Count - 1, index =>
        {
            var at = boundaries[index];
            if (index > 0)
                clean[index] = Seam.IsClean(tokenizer, text.AsSpan(0, at), text.AsSpan(at));
        });
        return [.. Enumerable.Range(0, boundaries.Count).Where(i => clean[i]).Select(i => boundaries[i])];
    }

    private static int[] Cumulate(string text, ModelTokenizer tokenizer, int[] starts)
    {
        var tokens = new int[starts.Length];
        InChunks(starts.Length - 1, unit => tokens[unit + 1] = tokenizer.Count(text.AsSpan(starts[unit]..starts[unit + 1])));
        for (var i = 1; i < tokens.Length; i++)
            tokens[i] = checked(tokens[i] + tokens[i - 1]);
        return tokens;
    }

    private static void InChunks(int count, Action<int> work) =>
        Parallel.For(0, (count + ChunkPieces - 1) / ChunkPieces, chunk =>
        {
            var end = Math.Min(count, (chunk + 1) * ChunkPieces);
            for (var i = chunk * ChunkPieces; i < end; i++)
                work(i);
        });
}
