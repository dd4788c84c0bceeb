using System.Buffers;
using Haystack.Facts.Reading;
using Haystack.Languages;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>Reads prompts, the document that several of them share only once. Thread-safe; keeps a few documents.</summary>
internal sealed class PromptCache(ModelTokenizer tokenizer, Phrasebook phrases)
{
    private const int Kept = 4, ShortestTail = 800, LongestTail = 12_000;

    private static readonly SearchValues<char> Terminators = SearchValues.Create(".!?。！？");

    private readonly ModelTokenizer _tokenizer = tokenizer;
    private readonly Phrasebook _phrases = phrases;
    private readonly Lock _lock = new();
    private readonly LinkedList<PromptHead> _heads = new();

    /// <summary>What there is to be seen in <paramref name="prompt"/>.</summary>
    public PromptReading Read(string prompt) => new(prompt, Head(prompt), _tokenizer, _phrases);

    private PromptHead? Head(string prompt)
    {
        lock (_lock)
        {
            for (var node = _heads.First; node is not null; node = node.Next)
            {
                if (prompt.Length - node.Value.Text.Length > LongestTail || !prompt.StartsWith(node.Value.Text, StringComparison.Ordinal))
                    continue;
                _heads.Remove(node);
                _heads.AddFirst(node);
                return node.Value;
            }

            var cut = Cut(prompt);
            if (cut == 0)
                return null;
            if (_heads.Count == Kept)
                _heads.RemoveLast();
            return _heads.AddFirst(new PromptHead(prompt, cut, _tokenizer, _phrases)).Value;
        }
    }

    /// <summary>
    /// Where a paragraph (or failing that a sentence) ends a fair way before the end: no fact lies across it, and what
    /// differs between questions comes after it. 0 where the prompt is too short to be worth it.
    /// </summary>
    private static int Cut(string prompt)
    {
        var limit = prompt.Length - ShortestTail;
        if (limit < ShortestTail)
            return 0;
        var nearest = Math.Max(1, prompt.Length - (LongestTail / 2));
        var paragraph = prompt.LastIndexOf("\n\n", limit, limit - nearest, StringComparison.Ordinal);
        if (paragraph > 0)
            return prompt.AsSpan(0, paragraph).TrimEnd().Length;
        var sentence = limit;
        do
            sentence = nearest + prompt.AsSpan(nearest, sentence - nearest).LastIndexOfAny(Terminators);
        while (sentence >= nearest && OrdinalDay.IsAt(prompt, sentence));
        return sentence < nearest ? 0 : sentence + 1;
    }
}
