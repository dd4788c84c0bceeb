using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>The tokens of a prompt: those of a head that many prompts share, then those of its own tail.</summary>
/// <param name="head">Tokens of a text that starts as the prompt does; the first <paramref name="headCount"/> count.</param>
/// <param name="headCount">How many of the head's tokens belong to this prompt.</param>
/// <param name="tail">The tokens after them; places are relative to <paramref name="tailOffset"/>.</param>
/// <param name="tailSkip">How many of the tail's tokens repeat the head's last ones.</param>
/// <param name="tailOffset">Where in the prompt the tail was cut, in UTF-16 units.</param>
internal sealed class PromptTokens(IReadOnlyList<TokenSpan> head, int headCount, IReadOnlyList<TokenSpan> tail, int tailSkip, int tailOffset)
{
    private readonly IReadOnlyList<TokenSpan> _head = head;
    private readonly int _headCount = headCount;
    private readonly IReadOnlyList<TokenSpan> _tail = tail;
    private readonly int _tailSkip = tailSkip;
    private readonly int _tailOffset = tailOffset;

    /// <summary>How many tokens the prompt has.</summary>
    public int Count => _headCount + _tail.Count - _tailSkip;

    /// <summary>The id of token <paramref name="index"/> and its range in the prompt.</summary>
    public TokenSpan this[int index]
    {
        get
        {
            if (index < _headCount)
                return _head[index];
            var span = _tail[index - _headCount + _tailSkip];
            return span with { Start = span.Start + _tailOffset, End = span.End + _tailOffset };
        }
    }

    /// <summary>The first character that lies wholly in the last <paramref name="tokens"/> tokens.</summary>
    public int StartOfLast(int tokens) => tokens >= Count ? 0 : tokens == 0 ? int.MaxValue : this[Count - tokens].Start;

    /// <summary>The token that covers the character at <paramref name="position"/>.</summary>
    public int IndexAt(int position)
    {
        // The first token that ends after the position: ranges ascend.
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].End > position)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Whether both are the same tokens at the same places.</summary>
    public bool SameAs(PromptTokens other)
    {
        if (Count != other.Count)
            return false;
        for (var i = 0; i < Count; i++)
        {
            if (this[i] != other[i])
                return false;
        }

        return true;
    }
}
