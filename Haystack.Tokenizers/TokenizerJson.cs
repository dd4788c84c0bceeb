using System.Security.Cryptography;
using System.Text.Json;
using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>
/// Reads a Hugging Face <c>tokenizer.json</c>: BPE, byte-level or SentencePiece-like. Whatever it declares and is
/// not supported is named in the error, not ignored.
/// </summary>
/// <remarks>
/// What acts on whole prompts only (post-processor, truncation, padding, a prefix before the first word) is left
/// aside: counts are of text in the middle of a prompt. A post-processor that puts BOS first is noted.
/// </remarks>
internal static class TokenizerJson
{
    private const long LargestFile = 128L << 20;
    private const int HighestId = 2_000_000;

    /// <summary>The tokenizer of a file (or of the <c>tokenizer.json</c> in a directory), compiled, or found in the cache by its content.</summary>
    /// <exception cref="HaystackException">There is no such file, it is damaged, or it declares what is not supported.</exception>
    public static VocabularyTokenizer Load(string path, HaystackCache cache)
    {
        var source = $"hf:{path}";
        path = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, "tokenizer.json") : path);
        var content = InputFile.ReadAllBytes(path, LargestFile);
        var hash = SHA256.HashData(content);
        return VocabularyCache.Load(cache, $"hf {Convert.ToHexStringLower(hash)}", source, () => Read(source, content), () => Second(path, hash));
    }

    /// <summary>The vocabulary in a file's content.</summary>
    /// <exception cref="TokenizerUnsupportedException">It declares what is not supported.</exception>
    /// <exception cref="HaystackException">It is damaged.</exception>
    public static TokenizerVocabulary Read(string source, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = BoundedJson.Parse(content);
            return new TokenizerJsonReader(source, document.RootElement).Read();
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{source}: not JSON ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // An escaped half of a surrogate pair, or bytes that are not UTF-8: only found when a text is read.
            throw new HaystackException($"{source}: holds a text that is not Unicode, or a value of the wrong type", e);
        }
    }

    // Reading it again spares holding every vocabulary for the few runs that are verified in full.
    private static JsonSecondEncoder Second(string path, byte[] hash)
    {
        var content = InputFile.ReadAllBytes(path, LargestFile);
        return SHA256.HashData(content).AsSpan().SequenceEqual(hash)
            ? new JsonSecondEncoder(content)
            : throw new HaystackException($"'{path}' has changed since the sweep began to count with it");
    }

    /// <summary>The tokens of a vocabulary object, by id, with empty texts for ids that are not used.</summary>
    public static string[] Tokens(string source, JsonElement vocabulary, IEnumerable<(string Text, int Id)> added)
    {
        var pairs = new List<(string Text, int Id)>();
        foreach (var entry in vocabulary.EnumerateObject())
        {
            if (pairs.Count > HighestId)
                throw new HaystackException($"{source}: more than {HighestId} tokens are more than any tokenizer has");
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id is < 0 or > HighestId)
                throw new HaystackException($"{source}: the id of token '{entry.Name}' is not a number from 0 to {HighestId}");
            pairs.Add((entry.Name, id));
        }

        pairs.AddRange(added);
        var tokens = new string[pairs.Count == 0 ? 0 : pairs.Max(p => p.Id) + 1];
        Array.Fill(tokens, "");
        foreach (var (text, id) in pairs)
        {
            if (tokens[id].Length > 0 && tokens[id] != text)
                throw new HaystackException($"{source}: id {id} has two tokens, '{tokens[id]}' and '{text}'");
            tokens[id] = text;
        }

        return tokens;
    }
}
