using Haystack.Tokenization;

namespace Haystack.Inference.OpenAi;

/// <summary>Reads the vocabulary from the file that a server on this machine says it runs.</summary>
internal static class LocalWeights
{
    /// <summary>The tokenizer of the GGUF file at <paramref name="path"/>; null where there is no such file, or none that can be read.</summary>
    public static ModelTokenizer? Tokenizer(string path)
    {
        try
        {
            // Pipes and devices, which would make the reader wait, have no length.
            return Path.IsPathFullyQualified(path) && path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && new FileInfo(path) is { Exists: true, Length: > 0 }
                ? TokenizerSpec.Load($"gguf:{path}")
                : null;
        }
        catch (Exception e) when (e is HaystackException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
