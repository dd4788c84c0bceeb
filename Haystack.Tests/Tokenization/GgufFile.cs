using System.Text;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>Composes GGUF headers, sound and otherwise.</summary>
internal sealed class GgufFile : IDisposable
{
    private readonly MemoryStream _values = new();
    private readonly BinaryWriter _writer;
    private int _count;

    public GgufFile()
    {
        _writer = new BinaryWriter(_values);
    }

    /// <summary>A header with this vocabulary, other values around it, and some weights behind it.</summary>
    public static byte[] Of(TokenizerVocabulary vocabulary) => [.. Header(vocabulary, 291), .. new byte[4096]];

    /// <summary>A file that a server's tools take for a model without weights.</summary>
    public static byte[] OfVocabulary(TokenizerVocabulary vocabulary) => Header(vocabulary, 0);

    private static byte[] Header(TokenizerVocabulary vocabulary, ulong tensors)
    {
        using var file = new GgufFile();
        file.Text("general.architecture", "llama").List("general.tags", 8, ["a", "bc"], t => file.Text(t));
        file.Raw("general.quantization_version", 4, w => w.Write(2u)).Raw("llama.rope.freq_base", 12, w => w.Write(1e6));
        file.Vocabulary(vocabulary);
        return file.ToArray(tensors: tensors);
    }

    /// <summary>Everything of a vocabulary.</summary>
    public GgufFile Vocabulary(TokenizerVocabulary vocabulary)
    {
        Text("tokenizer.ggml.model", vocabulary.Kind).Text("tokenizer.ggml.pre", vocabulary.Pre ?? "default");
        List("tokenizer.ggml.tokens", 8, vocabulary.Tokens, Text).List("tokenizer.ggml.merges", 8, vocabulary.Merges, Text);
        if (vocabulary.Scores is { } scores)
            List("tokenizer.ggml.scores", 6, scores, _writer.Write);
        List("tokenizer.ggml.token_type", 5, vocabulary.TokenTypes!, _writer.Write);
        Raw("tokenizer.ggml.bos_token_id", 4, w => w.Write((uint)vocabulary.BosId!));
        if (vocabulary.AddBos is { } add)
            Raw("tokenizer.ggml.add_bos_token", 7, w => w.Write(add));
        if (vocabulary.AddSpacePrefix is { } prefix)
            Raw("tokenizer.ggml.add_space_prefix", 7, w => w.Write(prefix));
        return this;
    }

    public GgufFile Text(string key, string value) => Raw(key, 8, _ => Text(value));

    public GgufFile List<T>(string key, uint type, IReadOnlyList<T> items, Action<T> write) => Raw(key, 9, w =>
    {
        w.Write(type);
        w.Write((ulong)items.Count);
        foreach (var item in items)
            write(item);
    });

    public void Dispose()
    {
        _writer.Dispose();
        _values.Dispose();
    }

    /// <summary>Any key, type and bytes.</summary>
    public GgufFile Raw(string key, uint type, Action<BinaryWriter> value)
    {
        Text(key);
        _writer.Write(type);
        value(_writer);
        _count++;
        return this;
    }

    public byte[] ToArray(ulong? count = null, uint version = 3, ulong tensors = 291)
    {
        var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(version);
        writer.Write(tensors);
        writer.Write(count ?? (ulong)_count);
        writer.Write(_values.ToArray());
        return file.ToArray();
    }

    private void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        _writer.Write((ulong)bytes.Length);
        _writer.Write(bytes);
    }
}
