using System.Collections.Concurrent;
using Haystack.Tokenization.Checking;
using Microsoft.ML.Tokenizers;

namespace Haystack.Tokenization;

/// <summary>An OpenAI encoding, by Microsoft.ML.Tokenizers.</summary>
internal sealed class TiktokenModelTokenizer : ModelTokenizer
{
    private static readonly ConcurrentDictionary<string, Lazy<TiktokenModelTokenizer>> Loaded = new(StringComparer.Ordinal);

    /// <summary>How every control token of these encodings begins.</summary>
    private const string ControlOpening = "<|";

    private readonly TiktokenTokenizer _tokenizer;
    private readonly PreTokenizerRules _rules;
    private readonly PieceSplitter _splitter;
    private readonly Lazy<int[]> _lengths;
    private readonly Lazy<SecondEncoder> _second;

    private TiktokenModelTokenizer(string encoding)
    {
        Source = $"tiktoken:{encoding}";
        Fingerprint = TiktokenEncoding.Fingerprint(encoding);
        _tokenizer = TiktokenTokenizer.CreateForEncoding(encoding);
        _rules = TiktokenEncoding.Rules(encoding);
        _splitter = new PieceSplitter(_rules.Expressions);
        _lengths = new Lazy<int[]>(() => Lengths(encoding));
        _second = new Lazy<SecondEncoder>(() => new TiktokenSecondEncoder(encoding));
        ControlTexts = [.. _tokenizer.SpecialTokens!.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public override string Source { get; }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ControlTexts { get; }

    /// <inheritdoc/>
    internal override SecondEncoder Second => _second.Value;

    /// <summary>The encoding called <paramref name="name"/>; loaded once in a process.</summary>
    /// <exception cref="HaystackException">There is no such encoding here.</exception>
    public static TiktokenModelTokenizer ForEncoding(string name) =>
        TiktokenEncoding.Names.Contains(name)
            ? Loaded.GetOrAdd(name, n => new Lazy<TiktokenModelTokenizer>(() => new TiktokenModelTokenizer(n))).Value
            : throw new HaystackException($"there is no tiktoken encoding '{name}' here (known: {string.Join(", ", TiktokenEncoding.Names)})");

    /// <summary>The encoding of an OpenAI model, or null where the model is not known.</summary>
    public static TiktokenModelTokenizer? ForModel(string model) =>
        OpenAiModels.Encoding(model) is { } encoding ? ForEncoding(encoding) : null;

    /// <inheritdoc/>
    public override int Count(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;

        // The library's own expression sees surrogate halves, and it takes text that looks like a control token for one:
        // with either in the text the cutting is ours.
        if (!CodePointShadow.HasSurrogates(text) && !text.Contains(ControlOpening, StringComparison.Ordinal))
            return _tokenizer.CountTokens(text);
        text = CodePointShadow.WithoutLoneSurrogates(text);
        using var ends = new IntBuffer();
        _splitter.Split(text, ends);
        var count = 0;
        var start = 0;
        foreach (var end in ends.Span)
        {
            count += _tokenizer.CountTokens(text[start..end], considerPreTokenization: false, considerNormalization: false);
            start = end;
        }

        return count;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TokenSpan> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<TokenSpan>((text.Length / 3) + 4);
        using var ends = new IntBuffer();
        var whole = CodePointShadow.WithoutLoneSurrogates(text);
        _splitter.Split(whole, ends);
        var start = 0;
        foreach (var end in ends.Span)
        {
            var piece = whole[start..end];
            var ids = _tokenizer.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false);
            ByteSpans.Place(piece, [.. ids], _lengths.Value, start, spans);
            start = end;
        }

        return spans;
    }

    /// <inheritdoc/>
    internal override int[] Ids(ReadOnlySpan<char> text)
    {
        using var ends = new IntBuffer();
        using var ids = new IntBuffer();
        text = CodePointShadow.WithoutLoneSurrogates(text);
        _splitter.Split(text, ends);
        var start = 0;
        foreach (var end in ends.Span)
        {
            foreach (var id in _tokenizer.EncodeToIds(text[start..end], considerPreTokenization: false, considerNormalization: false))
                ids.Add(id);
            start = end;
        }

        return ids.Span.ToArray();
    }

    /// <inheritdoc/>
    internal override bool AlwaysCuts(char before, char after) => _rules.AlwaysCuts(before, after);

    private static int[] Lengths(string encoding)
    {
        var lengths = new List<int>(200_000);
        foreach (var (bytes, rank) in TiktokenEncoding.Ranks(encoding))
        {
            while (lengths.Count <= rank)
                lengths.Add(0);
            lengths[rank] = bytes.Length;
        }

        return [.. lengths];
    }
}
