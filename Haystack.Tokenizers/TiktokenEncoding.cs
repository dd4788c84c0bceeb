using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>The tiktoken encodings that come with the tokenizer library, and what the library keeps to itself of them.</summary>
internal static class TiktokenEncoding
{
    private const string ContractionEnd = "(?:'[sS]|'[tT]|'[mM]|'[dD]|'[lL][lL]|'[vV][eE]|'[rR][eE])?";

    /// <summary>The encodings that can be named.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cl100k_base", "o200k_base"];

    /// <summary>How the encoding called <paramref name="name"/> cuts text (tiktoken's <c>openai_public.py</c>).</summary>
    public static PreTokenizerRules Rules(string name) => new()
    {
        Expressions = [name == "o200k_base"
            ? $@"[^\r\n\p{{L}}\p{{N}}]?[\p{{Lu}}\p{{Lt}}\p{{Lm}}\p{{Lo}}\p{{M}}]*[\p{{Ll}}\p{{Lm}}\p{{Lo}}\p{{M}}]+{ContractionEnd}|[^\r\n\p{{L}}\p{{N}}]?[\p{{Lu}}\p{{Lt}}\p{{Lm}}\p{{Lo}}\p{{M}}]+[\p{{Ll}}\p{{Lm}}\p{{Lo}}\p{{M}}]*{ContractionEnd}|\p{{N}}{{1,3}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
            : @"'(?:[sS]|[dD]|[mM]|[tT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
        Cuts = CutRules.All,
    };

    /// <summary>SHA-256 of the encoding's rank file, lower-case hex.</summary>
    public static string Fingerprint(string name)
    {
        using var stream = Open(name);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Every token's bytes and rank, in order of rank.</summary>
    public static IEnumerable<(byte[] Bytes, int Rank)> Ranks(string name)
    {
        using var reader = new StreamReader(new DeflateStream(Open(name), CompressionMode.Decompress), Encoding.ASCII);
        var rank = 0;
        while (reader.ReadLine() is { } line)
        {
            // The package's own form: a head line, then a token a line, its rank being its place.
            if (line.StartsWith("Capacity:", StringComparison.Ordinal))
                continue;
            if (line.Length > 0)
                yield return (Convert.FromBase64String(line), rank);
            rank++;
        }
    }

    private static Stream Open(string name)
    {
        var package = name == "o200k_base" ? "Microsoft.ML.Tokenizers.Data.O200kBase" : "Microsoft.ML.Tokenizers.Data.Cl100kBase";
        var assembly = Assembly.Load(package);
        var resource = assembly.GetManifestResourceNames().Single(n => n.Contains(".tiktoken", StringComparison.Ordinal));
        return assembly.GetManifestResourceStream(resource)!;
    }
}
