namespace Haystack.Tokenization;

/// <summary>How text is cut into pieces before merging.</summary>
internal sealed record PreTokenizerRules
{
    /// <summary>Regular expressions, applied one after another, each to every piece that the ones before left.</summary>
    public required IReadOnlyList<string> Expressions { get; init; }

    /// <summary>Whether a piece that is itself in the vocabulary is one token, merges not consulted.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Whether a blank after anything that is not white space always opens a piece.</summary>
    public bool BlankCuts { get; init; }

    /// <summary>Whether one of <c>，。、</c> after a Chinese character always opens a piece.</summary>
    public bool ClauseCuts { get; init; }

    /// <summary>Whether text is brought into NFC first (some <c>tokenizer.json</c> files; llama.cpp never does).</summary>
    public bool Nfc { get; init; }

    /// <summary>Whether these neighbours always fall into two pieces, whatever stands around them.</summary>
    public bool AlwaysCuts(char before, char after) =>
        (BlankCuts && after == ' ' && !char.IsWhiteSpace(before))
        || (ClauseCuts && after is ('，' or '。' or '、') && before is >= '\u4E00' and <= '\u9FA5');
}
