namespace Haystack.Tokenization;

/// <summary>A vocabulary made ready for merging, in the form in which it is cached on disk.</summary>
internal sealed record CompiledVocabulary
{
    /// <summary>None.</summary>
    public static readonly IReadOnlyDictionary<string, int> NoPieces = new Dictionary<string, int>();

    /// <summary>SHA-256 of everything that decides tokens, lower-case hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Kind and pre-tokenizer, such as <c>gpt2/qwen2</c>.</summary>
    public required string Label { get; init; }

    /// <summary>How text is cut; null for SentencePiece, which merges across whole texts.</summary>
    public PreTokenizerRules? Rules { get; init; }

    /// <summary>The token of each byte (byte-level), or of each byte that no letter token covers (SentencePiece); -1 for none.</summary>
    public required int[] ByteTokens { get; init; }

    /// <summary>SentencePiece: the token of each code point that has one, as pairs ascending by code point.</summary>
    public int[] RuneTokens { get; init; } = [];

    /// <summary>SentencePiece: which two UTF-16 units may stand side by side inside a token (<see cref="NeighbourFilter"/>).</summary>
    public int[] Neighbours { get; init; } = [];

    /// <summary>Length of each token: bytes (byte-level) or UTF-16 units (SentencePiece).</summary>
    public required int[] Lengths { get; init; }

    /// <summary>What merges.</summary>
    public required MergeTable Merges { get; init; }

    /// <summary>Pieces that are one token although merging them gives others (<c>ignore_merges</c>).</summary>
    public IReadOnlyDictionary<string, int> WholePieces { get; init; } = NoPieces;

    /// <summary>Whether at each place the longest token goes (kind <c>rwkv</c>): then <see cref="WholePieces"/> are all tokens, one character a byte.</summary>
    public bool IsLongestMatch { get; init; }

    /// <summary>Tokens that are found in text before anything else (llama.cpp's user-defined type).</summary>
    public IReadOnlyDictionary<string, int> UserTokens { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether of user-defined tokens that overlap the leftmost goes first, not the longest.</summary>
    public bool LeftmostUserTokens { get; init; }

    /// <summary>Whether text that follows a user-defined token gets a blank put before it, as the first text does.</summary>
    public bool BlankAfterUserTokens { get; init; }

    /// <summary>Texts of control tokens, in order of id.</summary>
    public IReadOnlyList<string> ControlTexts { get; init; } = [];

    /// <summary>SentencePiece: whether every blank opens a new stretch (Metaspace that splits), so that no token joins two words.</summary>
    public bool CutsBeforeBlank { get; init; }

    /// <summary>SentencePiece: whether it merges across the ends of lines.</summary>
    public LineRules Lines { get; init; }

    /// <summary>Whether text is brought into NFC first.</summary>
    public bool Nfc { get; init; }

    /// <summary>Whether that is NFKC: compatibility forms become plain ones too.</summary>
    public bool Nfkc { get; init; }

    /// <summary>Whether the server puts BOS before a prompt.</summary>
    public bool AddsBos { get; init; }
}
