using System.Security.Cryptography;
using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>The vocabulary in a GGUF file's header. The weights behind it are never read.</summary>
internal static class GgufVocabulary
{
    /// <summary>No header is longer: the largest vocabularies take a fifth. What is behind is weights.</summary>
    private const int LongestHeader = 64 << 20;

    /// <summary>The tokenizer of a file, compiled, or found in the cache by the content of the file's first 64 MiB.</summary>
    /// <exception cref="TokenizerUnsupportedException">Its kind or rules are not known here.</exception>
    /// <exception cref="HaystackException">There is no such file, or it is not a sound GGUF file with a vocabulary.</exception>
    public static VocabularyTokenizer Load(string path, HaystackCache cache)
    {
        var source = $"gguf:{Path.GetFileName(path)}";
        using var file = InputFile.OpenRegular(path);
        try
        {
            var key = $"gguf {HashOfBeginning(file)}";
            file.Position = 0;
            return VocabularyCache.Load(cache, key, source, () =>
            {
                var vocabulary = Read(source, file);
                return file.Position <= LongestHeader ? vocabulary : throw new HaystackException($"{source}: its header is longer than {LongestHeader >> 20} MiB");
            }, () => Second(source, Path.GetFullPath(path), key));
        }
        catch (IOException e)
        {
            throw new HaystackException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static GgmlSecondEncoder Second(string source, string path, string key)
    {
        using var file = InputFile.OpenRegular(path);
        if ($"gguf {HashOfBeginning(file)}" != key)
            throw new HaystackException($"'{path}' has changed since the sweep began to count with it");
        file.Position = 0;
        return new GgmlSecondEncoder(Read(source, file));
    }

    private static string HashOfBeginning(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = LongestHeader; left > 0;)
        {
            var read = file.Read(buffer, 0, Math.Min(left, buffer.Length));
            if (read == 0)
                break;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the header from a stream that can tell its length.</summary>
    /// <exception cref="HaystackException">It is not a sound GGUF header with a vocabulary.</exception>
    public static TokenizerVocabulary Read(string source, Stream stream) =>
        GgmlVocabulary.Make(source, new GgufHeaderReader(source, stream).Read(GgmlVocabulary.Keys));
}
