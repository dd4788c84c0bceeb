using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>The vocabulary in an answer of Ollama's <c>POST /api/show</c> with <c>"verbose": true</c>.</summary>
internal static class OllamaVocabulary
{
    private const int LargestAnswer = 128 << 20;

    /// <summary>The tokenizer of an answer, compiled, or found in the cache by the vocabulary's content.</summary>
    /// <exception cref="TokenizerUnsupportedException">Its kind or rules are not known here.</exception>
    /// <exception cref="HaystackException">Its parts are missing or do not fit together.</exception>
    public static VocabularyTokenizer Load(string source, JsonElement show) => Load(source, show, HaystackCache.Default);

    /// <summary>The same, with what it can be checked by: the answer is kept in memory for it.</summary>
    public static VocabularyTokenizer LoadChecked(string source, JsonElement show)
    {
        var kept = show.Clone();
        return VocabularyCache.Load(HaystackCache.Default, $"ollama {ContentHash(show)}", source, () => From(source, show), () => new GgmlSecondEncoder(From(source, kept)));
    }

    /// <inheritdoc cref="Load(string, JsonElement)"/>
    public static VocabularyTokenizer Load(string source, JsonElement show, HaystackCache cache) =>
        VocabularyCache.Load(cache, $"ollama {ContentHash(show)}", source, () => From(source, show));

    /// <summary>The vocabulary of a whole answer, or of its <c>model_info</c> alone.</summary>
    /// <exception cref="HaystackException">Its parts are missing or of the wrong type.</exception>
    public static TokenizerVocabulary From(string source, JsonElement show)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            foreach (var (key, value) in Values(show))
                values[key] = Convert(source, key, value);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // An escaped half of a surrogate pair in a name: only found when names are compared.
            throw new HaystackException($"{source}: the answer holds a text that is not Unicode", e);
        }

        return GgmlVocabulary.Make(source, values);
    }

    /// <summary>The vocabulary of <c>model_info</c> as OllamaSharp gives it: values boxed, as <see cref="JsonElement"/> or plain.</summary>
    /// <exception cref="HaystackException">Its parts are missing or of the wrong type.</exception>
    public static TokenizerVocabulary From(string source, IReadOnlyDictionary<string, object?> modelInfo)
    {
        ArgumentNullException.ThrowIfNull(modelInfo);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var key in GgmlVocabulary.Keys)
        {
            if (modelInfo.GetValueOrDefault(key) is not { } value)
                continue;
            if (value is not JsonElement element)
                values[key] = value;
            else if (element.ValueKind != JsonValueKind.Null)
                values[key] = Convert(source, key, element);
        }

        return GgmlVocabulary.Make(source, values);
    }

    /// <summary>The vocabulary of an answer as it comes over the wire.</summary>
    /// <exception cref="HaystackException">It is not JSON, too long, or its parts are missing or of the wrong type.</exception>
    public static TokenizerVocabulary From(string source, Stream answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = answer.Read(buffer)) > 0;)
        {
            if (content.Length + read > LargestAnswer)
                throw new HaystackException($"{source}: the answer is longer than {LargestAnswer >> 20} MB");
            content.Write(buffer, 0, read);
        }

        try
        {
            using var document = BoundedJson.Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
            return From(source, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{source}: the answer is not JSON ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static IEnumerable<(string Key, JsonElement Value)> Values(JsonElement show)
    {
        if (show.ValueKind != JsonValueKind.Object)
            yield break;
        var info = show.TryGetProperty("model_info", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : show;
        foreach (var key in GgmlVocabulary.Keys)
        {
            if (info.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null)
                yield return (key, value);
        }
    }

    private static object Convert(string source, string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(source, key, value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Array when key.EndsWith(".scores", StringComparison.Ordinal) => Items(source, key, value, e => e.TryGetSingle(out var f) ? f : (float?)null),
        JsonValueKind.Array when key.EndsWith(".token_type", StringComparison.Ordinal) => Items(source, key, value, e => e.TryGetInt32(out var i) ? i : (int?)null),
        JsonValueKind.Array => Texts(source, key, value),
        _ => throw new HaystackException($"{source}: {key} is of no type that it could have"),
    };

    private static T[] Items<T>(string source, string key, JsonElement array, Func<JsonElement, T?> read)
        where T : struct
    {
        var items = new T[array.GetArrayLength()];
        var at = 0;
        foreach (var element in array.EnumerateArray())
        {
            items[at] = (element.ValueKind == JsonValueKind.Number ? read(element) : null)
                ?? throw new HaystackException($"{source}: {key}[{at}] is not a number");
            at++;
        }

        return items;
    }

    private static string[] Texts(string source, string key, JsonElement array)
    {
        var texts = new string[array.GetArrayLength()];
        var at = 0;
        foreach (var element in array.EnumerateArray())
        {
            texts[at] = element.ValueKind == JsonValueKind.String
                ? Text(source, key, element)
                : throw new HaystackException($"{source}: {key}[{at}] is not a text");
            at++;
        }

        return texts;
    }

    private static string Text(string source, string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // An escaped half of a surrogate pair, or bytes that are not UTF-8.
            throw new HaystackException($"{source}: {key} holds a text that is not Unicode", e);
        }
    }

    private static string ContentHash(JsonElement show)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in Values(show))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{key}\n"));
            hash.AppendData(JsonMarshal.GetRawUtf8Value(value));
        }

        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
