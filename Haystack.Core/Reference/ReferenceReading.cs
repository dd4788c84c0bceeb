using System.Text;

namespace Haystack.Reference;

/// <summary>A text being read and answered. Not safe for concurrent use.</summary>
internal sealed class ReferenceReading(ReferenceEvaluator evaluator)
{
    private readonly KeyValueCache _cache = new(evaluator.Layers);
    private readonly List<int> _tokens = [];
    private float[]? _last;

    /// <summary>The tokens that were read.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Reads on.</summary>
    public void Read(IEnumerable<int> tokens, CancellationToken cancellationToken = default)
    {
        foreach (var token in tokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _tokens.Add(token);
            _last = evaluator.Step(_tokens, _cache);
        }
    }

    /// <summary>Reads a whole prompt; what it shares with what was read before is not read again.</summary>
    /// <returns>How many tokens were there already.</returns>
    public int ReadPrompt(IReadOnlyList<int> prompt, CancellationToken cancellationToken = default)
    {
        var same = 0;
        // The last is read in any case: what follows it is wanted.
        while (same < prompt.Count - 1 && same < _tokens.Count && _tokens[same] == prompt[same])
            same++;
        _tokens.RemoveRange(same, _tokens.Count - same);
        _cache.Cut(same);
        Read(prompt.Skip(same), cancellationToken);
        return same;
    }

    /// <summary>The logit of each token that may come next.</summary>
    public float[] Logits() => evaluator.Logits(State());

    /// <summary>The most likely next token.</summary>
    public int Next() => evaluator.Likeliest(State());

    /// <summary>The answer, token for token the most likely one, without the token that ends it.</summary>
    public IReadOnlyList<int> Answer(int most, CancellationToken cancellationToken = default)
    {
        var said = new List<int>();
        while (said.Count < most && Next() is var next && next != evaluator.Model.Vocabulary.End)
        {
            said.Add(next);
            Read([next], cancellationToken);
        }

        return said;
    }

    /// <summary>The text of tokens that are no bytes of a longer character.</summary>
    public string Text(IEnumerable<int> tokens) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(string.Concat(tokens.Select(t => Tokenization.LongestMatchTokens.Unescape(evaluator.Model.Vocabulary.Tokens[t].Text)))));

    private float[] State() => _tokens.Count > 0 ? _last ??= evaluator.State(_tokens, _cache) : throw new InvalidOperationException("nothing was read");
}
