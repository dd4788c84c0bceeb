namespace Haystack.Tokenization;

/// <summary>
/// A vocabulary was read, but its rules are not known here well enough to count exactly. The message is the
/// reason; whoever needs a figure all the same scales another vocabulary's, and marks it so.
/// </summary>
public sealed class TokenizerUnsupportedException : HaystackException
{
    /// <summary>With a reason.</summary>
    public TokenizerUnsupportedException(string reason)
        : base(reason)
    {
    }

    /// <summary>With a reason that another gave.</summary>
    public TokenizerUnsupportedException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
