namespace Haystack.Scoring;

/// <summary>What a piece of cleaned text is.</summary>
internal enum TokenKind
{
    /// <summary>Letters of an alphabet.</summary>
    Word,

    /// <summary>A run of ASCII digits.</summary>
    Digits,

    /// <summary>One character of a script without word spaces.</summary>
    Han,

    /// <summary>Anything else that is not white space, one character.</summary>
    Mark,
}
