using System.IO.Compression;
using System.Text;
using Haystack.Tokenization;

namespace Haystack.Corpora;

/// <summary>How rich or repetitive a corpus is.</summary>
/// <remarks>
/// A word is a run of letters and digits (an apostrophe inside belongs to it), in lower case; each Chinese character
/// counts as a word. Ratios depend on size: compare texts of the same size only.
/// </remarks>
internal sealed record CorpusStatistics
{
    /// <summary>UTF-16 units of text.</summary>
    public required int Characters { get; init; }

    /// <summary>Sentences, as cut.</summary>
    public required int Sentences { get; init; }

    /// <summary>Tokens of o200k, the sum of the sentences' counts.</summary>
    public required long Tokens { get; init; }

    /// <summary>Words, or Chinese characters.</summary>
    public required int Words { get; init; }

    /// <summary>Different words.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Different runs of three words over all runs of three words, 0 to 1: 1 where none comes back.</summary>
    public required double DistinctTrigramShare { get; init; }

    /// <summary>Bytes after gzip over bytes before, in UTF-8: lower where the text repeats itself within 32 KiB.</summary>
    public required double GzipRatio { get; init; }

    /// <summary>Measures the first <paramref name="maximumCharacters"/> characters, or the whole corpus.</summary>
    public static CorpusStatistics Of(Corpus corpus, int maximumCharacters = int.MaxValue)
    {
        var sentences = 0;
        while (sentences < corpus.SentenceCount
            && (sentences == 0 || corpus.Boundaries[sentences + 1] <= maximumCharacters))
            sentences++;
        var tokenizer = TiktokenModelTokenizer.ForEncoding("o200k_base");
        long tokens = 0;
        for (var i = 0; i < sentences; i++)
            tokens += tokenizer.Count(corpus.Sentence(i));

        var text = corpus.Text.AsSpan(0, corpus.Boundaries[sentences]);
        var (words, vocabulary, trigrams) = WordCounter.Count(text);
        return new CorpusStatistics
        {
            Characters = text.Length,
            Sentences = sentences,
            Tokens = tokens,
            Words = words,
            Vocabulary = vocabulary,
            DistinctTrigramShare = words < 3 ? 1 : (double)trigrams / (words - 2),
            GzipRatio = Ratio(text),
        };
    }

    private static double Ratio(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        if (bytes.Length == 0)
            return 1;
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return (double)compressed.Length / bytes.Length;
    }
}
