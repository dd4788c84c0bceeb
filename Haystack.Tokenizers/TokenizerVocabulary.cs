namespace Haystack.Tokenization;

/// <summary>
/// A vocabulary and its rules in neutral form: what Ollama's verbose <c>/api/show</c>, a GGUF header and a
/// <c>tokenizer.json</c> are all turned into before a tokenizer is built.
/// </summary>
internal sealed record TokenizerVocabulary
{
    /// <summary>Where it was read, such as <c>ollama:qwen3:8b</c> or <c>gguf:model.gguf</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>gpt2</c> (byte-level BPE), <c>llama</c> (SentencePiece BPE) or <c>gemma4</c> (the same by merges), <c>rwkv</c> (greedy longest match); anything else is refused.</summary>
    public required string Kind { get; init; }

    /// <summary>llama.cpp's name of the pre-tokenizer (<c>tokenizer.ggml.pre</c>); null means <c>default</c>.</summary>
    public string? Pre { get; init; }

    /// <summary>Token texts by id; in the byte-level alphabet for <c>gpt2</c>.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Merges from first to last, as <c>"left right"</c>.</summary>
    public IReadOnlyList<string> Merges { get; init; } = [];

    /// <summary>One score a token (<c>llama</c>).</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary>One of llama.cpp's types a token: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.</summary>
    public IReadOnlyList<int>? TokenTypes { get; init; }

    /// <summary>Whether the server puts BOS before a prompt; null where it does not say.</summary>
    public bool? AddBos { get; init; }

    /// <summary>Whether a blank is put before the first text (SentencePiece's dummy prefix); null means yes for <c>llama</c>.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary>The id of BOS; null where there is none.</summary>
    public int? BosId { get; init; }

    /// <summary>Whether text is brought into NFC first (some <c>tokenizer.json</c> files say so; llama.cpp never does).</summary>
    public bool Nfc { get; init; }

    /// <summary>Whether that is NFKC: compatibility forms become plain ones too.</summary>
    public bool Nfkc { get; init; }

    /// <summary>For <c>llama</c>: whether every blank opens a new word across which nothing merges (Metaspace that splits).</summary>
    public bool CutsBeforeBlank { get; init; }

    /// <summary>
    /// Whether user-defined tokens are those of a <c>tokenizer.json</c>: of two that overlap the leftmost goes first; of
    /// llama.cpp's the longest does. Both are found in the text as it stands, before blanks are spelled <c>▁</c>.
    /// </summary>
    public bool LeftmostUserTokens { get; init; }

    /// <summary>Pre-tokenizer rules given outright (by <c>tokenizer.json</c>) instead of by <see cref="Pre"/>.</summary>
    public PreTokenizerRules? Rules { get; init; }
}
