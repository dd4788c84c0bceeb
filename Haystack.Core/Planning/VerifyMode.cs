namespace Haystack.Planning;

/// <summary>How a finished document is checked against its plan.</summary>
public enum VerifyMode
{
    /// <summary>At every seam (always done).</summary>
    Seams,

    /// <summary>Also by tokenizing the whole prompt again and comparing total and every span.</summary>
    Full,
}
