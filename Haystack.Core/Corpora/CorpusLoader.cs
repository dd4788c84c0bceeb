using System.Security.Cryptography;
using Haystack.Corpora.Cutting;
using Haystack.Corpora.Reading;

namespace Haystack.Corpora;

/// <summary>Reads the user's own text, a file or a folder, into a <see cref="Corpus"/>.</summary>
internal static class CorpusLoader
{
    /// <summary>More text than this is sampled: it is some eight million tokens, several times the longest context.</summary>
    private const long MostBytes = 32L << 20;

    /// <summary>What each file of a large corpus is read of at the least.</summary>
    private const long LeastShare = 256 << 10;

    private static readonly Seed DefaultSeed = new(1);

    /// <summary>
    /// Reads every path: a text or Markdown file, or a folder of them, read in ordinal order of their paths.
    /// </summary>
    /// <exception cref="HaystackException">A path is missing, unreadable, no text, or there is no text at all.</exception>
    public static Corpus Load(string name, string language, params IReadOnlyList<string> paths) => Load(name, language, DefaultSeed, paths).Corpus;

    /// <summary>The same, with what was read of which file; the seed is that of samples.</summary>
    /// <exception cref="HaystackException">A path is missing, unreadable, no text, or there is no text at all.</exception>
    public static (Corpus Corpus, CorpusIntake Intake) Load(string name, string language, Seed seed, IReadOnlyList<string> paths)
    {
        var found = new TextFiles();
        string[] files = [.. paths.SelectMany(found.Of)];
        var total = files.Sum(Length);
        var builder = new CorpusBuilder(language);
        var read = new List<FileIntake>();
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var share = total <= MostBytes ? MostBytes : Math.Max(LeastShare, (long)(MostBytes * ((double)Length(file) / total)));
            if (builder.Length > 4 * MostBytes)
                throw new HaystackException($"{file}: with so many files the corpus exceeds {MostBytes >> 20} MiB; give fewer");
            read.Add(Read(builder, file, share, seed, hashes));
        }

        if (builder.Length == 0)
            throw new HaystackException($"{string.Join(", ", paths)}: there is no text in it");
        return (builder.Build(name), new CorpusIntake(read, found.PassedOver, builder.CutSentences));
    }

    private static FileIntake Read(CorpusBuilder builder, string file, long share, Seed seed, Dictionary<string, string> hashes)
    {
        try
        {
            var length = Length(file);
            var content = FileSample.Read(file, share, seed);
            var (decoded, encoding, name) = TextDecoder.Decode(content, file);
            var (text, books, dropped) = GutenbergText.Strip(decoded);
            var markdown = Path.GetExtension(file).ToLowerInvariant() is ".md" or ".markdown";
            SentenceCutter.Cut(builder, text, markdown);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var same = hashes.GetValueOrDefault(hash);
            hashes.TryAdd(hash, file);
            var droppedBytes = dropped == 0 ? 0 : Math.Max(0, content.Length - encoding.GetByteCount(text));
            return new FileIntake(file, name, Math.Max(length, content.Length), content.Length, books, droppedBytes, same);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HaystackException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }

    private static long Length(string file)
    {
        try
        {
            // A link's own length is that of its target's name.
            return new FileInfo(RealPath.Of(file)).Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HaystackException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }
}
