namespace Haystack.Tokenization;

/// <summary>How far a token count can be trusted, from least to most.</summary>
public enum TokenizerGrade
{
    /// <summary>No vocabulary to be had: o200k counts scaled by a measured ratio. Shown as "≈".</summary>
    Calibrated,

    /// <summary>The model's own vocabulary and rules, not yet checked against the server's count.</summary>
    Exact,

    /// <summary>Exact, and the server's own prompt count agreed on probe prompts.</summary>
    Verified,
}
