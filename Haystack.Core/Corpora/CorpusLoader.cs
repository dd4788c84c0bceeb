using Haystack.Corpora.Cutting;

namespace Haystack.Corpora;

/// <summary>Reads the user's own text, a file or a folder, into a <see cref="Corpus"/>.</summary>
internal static class CorpusLoader
{
    /// <summary>A corpus larger than this would not fit into one string; a million tokens are a hundredth of it.</summary>
    private const long MostBytes = 512L << 20;

    private static readonly string[] Extensions = [".txt", ".text", ".md", ".markdown"];

    /// <summary>
    /// Reads every path: a text or Markdown file, or a folder of them, read in ordinal order of their paths.
    /// </summary>
    /// <exception cref="HaystackException">A path is missing, unreadable, no text, or there is no text at all.</exception>
    public static Corpus Load(string name, string language, params IReadOnlyList<string> paths)
    {
        var builder = new CorpusBuilder(language);
        long bytes = 0;
        foreach (var file in paths.SelectMany(Files))
        {
            var content = Read(file, ref bytes);
            var text = GutenbergText.Strip(TextDecoder.Decode(content, file));
            var markdown = Path.GetExtension(file).ToLowerInvariant() is ".md" or ".markdown";
            SentenceCutter.Cut(builder, text, markdown);
        }

        if (builder.Length == 0)
            throw new HaystackException($"{string.Join(", ", paths)}: there is no text in it.");
        return builder.Build(name);
    }

    private static IReadOnlyList<string> Files(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new HaystackException($"{path}: no such file or folder.");
        var files = InputFolder.Files(path, Extensions);
        return files.Count > 0 ? files : throw new HaystackException($"{path}: no .txt or .md file in this folder.");
    }

    private static byte[] Read(string file, ref long bytes)
    {
        var content = InputFile.ReadAllBytes(file, MostBytes - bytes);
        bytes += content.Length;
        return content;
    }
}
