namespace Haystack.Tokenization;

/// <summary>
/// Which neighbours a pre-tokenizer always puts into two pieces, whatever stands around them: where text can be
/// cut without looking further.
/// </summary>
[Flags]
internal enum CutRules
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>A blank after an ASCII letter or a Chinese character opens a piece.</summary>
    BlankAfterLetter = 1,

    /// <summary>A blank after the punctuation that ends sentences and quotations opens a piece.</summary>
    BlankAfterPunctuation = 2,

    /// <summary>A blank after anything else that is not white space opens a piece.</summary>
    BlankAfterOther = 4,

    /// <summary>One of <c>，。、</c> after a Chinese character opens a piece.</summary>
    Clause = 8,

    /// <summary>All of them, as with most pre-tokenizers.</summary>
    All = BlankAfterLetter | BlankAfterPunctuation | BlankAfterOther | Clause,
}
