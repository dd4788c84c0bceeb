namespace Haystack.Tokenization;

/// <summary>The vocabulary in a GGUF file's header. The weights behind it are never read.</summary>
internal static class GgufVocabulary
{
    /// <summary>The tokenizer of a file, compiled, or found in the cache by the file's path, length and time of change.</summary>
    /// <exception cref="TokenizerUnsupportedException">Its kind or rules are not known here.</exception>
    /// <exception cref="HaystackException">There is no such file, or it is not a sound GGUF file with a vocabulary.</exception>
    public static VocabularyTokenizer Load(string path, HaystackCache cache)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new HaystackException($"there is no file '{path}'");
        var key = $"gguf {file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}";
        var source = $"gguf:{file.Name}";
        return VocabularyCache.Load(cache, key, source, () =>
        {
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
                return Read(source, stream);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new HaystackException($"'{path}' cannot be read: {e.Message}", e);
            }
        });
    }

    /// <summary>Reads the header from a stream that can tell its length.</summary>
    /// <exception cref="HaystackException">It is not a sound GGUF header with a vocabulary.</exception>
    public static TokenizerVocabulary Read(string source, Stream stream) =>
        GgmlVocabulary.Make(source, new GgufHeaderReader(source, stream).Read(GgmlVocabulary.Keys));
}
