using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>
/// The part of a prompt that other prompts over the same document share, read once: its facts and its tokens.
/// </summary>
internal sealed class PromptHead
{
    // So much context before the cut is tokenized again with each tail, that both agree on where tokens end.
    private const int Context = 200, FarthestContext = 2_000;

    // So many tokens before the seam must be the same on both sides of it.
    private const int Agreeing = 4;

    private readonly ModelTokenizer _tokenizer;
    private readonly IReadOnlyList<TokenSpan> _tokens;
    private readonly bool _splices;
    private readonly int _contextStart;

    /// <param name="prompt">The first prompt that has this head.</param>
    /// <param name="cut">Where the head ends: the end of a sentence.</param>
    /// <param name="tokenizer">Whose tokens count.</param>
    /// <param name="phrases">Finds the facts.</param>
    public PromptHead(string prompt, int cut, ModelTokenizer tokenizer, Phrasebook phrases)
    {
        _tokenizer = tokenizer;
        Text = prompt[..cut];
        Facts = phrases.FindFacts(prompt, 0, cut);
        _tokens = tokenizer.Encode(prompt);
        _contextStart = ContextStart(prompt, cut);
        var whole = new PromptTokens([], 0, _tokens, 0, 0);
        // A calibrated tokenizer's counts are scaled, and do not add up: then every prompt is counted whole.
        CountsTokens = tokenizer.Count(prompt) == _tokens.Count;
        _splices = CountsTokens && Splice(prompt) is { } spliced && spliced.SameAs(whole);
    }

    /// <summary>The head itself.</summary>
    public string Text { get; }

    /// <summary>The facts in it.</summary>
    public IReadOnlyList<FoundFact> Facts { get; }

    /// <summary>Whether the tokenizer's count is the number of its tokens.</summary>
    public bool CountsTokens { get; }

    /// <summary>The tokens of a prompt that starts with this head.</summary>
    public PromptTokens Tokens(string prompt) =>
        _splices && Splice(prompt) is { } spliced ? spliced : new PromptTokens([], 0, _tokenizer.Encode(prompt), 0, 0);

    /// <summary>The head's tokens up to a place before the cut where a tail's own tokens fall in step; null where they do not.</summary>
    private PromptTokens? Splice(string prompt)
    {
        var tail = _tokenizer.Encode(prompt[_contextStart..]);
        for (int h = LastWithin(_tokens, Text.Length), t = LastWithin(tail, Text.Length - _contextStart); h >= Agreeing && t >= Agreeing;)
        {
            var (inHead, inTail) = (_tokens[h].End, tail[t].End + _contextStart);
            if (inHead == inTail && Agree(tail, h, t))
                return new PromptTokens(_tokens, h + 1, tail, t + 1, _contextStart);
            if (inHead >= inTail)
                h--;
            else
                t--;
        }

        return null;
    }

    private bool Agree(IReadOnlyList<TokenSpan> tail, int h, int t) =>
        Enumerable.Range(0, Agreeing).All(i => _tokens[h - i].Id == tail[t - i].Id && _tokens[h - i].Start == tail[t - i].Start + _contextStart);

    /// <summary>The last token that ends within <paramref name="limit"/> and covers at least a character; -1 where none does.</summary>
    private static int LastWithin(IReadOnlyList<TokenSpan> tokens, int limit)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].End <= limit)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private static int ContextStart(string prompt, int cut)
    {
        var nearest = Math.Max(0, cut - Context);
        for (var i = nearest; i > 0 && i > cut - FarthestContext; i--)
        {
            if (char.IsWhiteSpace(prompt[i]) && !char.IsWhiteSpace(prompt[i - 1]))
                return i;
        }

        return Math.Max(0, cut - FarthestContext);
    }
}
