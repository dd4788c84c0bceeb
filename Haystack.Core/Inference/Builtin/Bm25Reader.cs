using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>
/// Sees only the best passages by BM25 against the question: what a plain retrieval pipeline would hand a model.
/// A fact counts where all of it stands in one of them.
/// </summary>
internal sealed class Bm25Reader(string name, int passages, ModelTokenizer tokenizer) : BuiltinReader("builtin", name, tokenizer)
{
    private const int Kept = 4;

    private readonly int _passages = passages;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Document, PassageIndex Index)> _indexes = new();

    protected override string? Answer(FoundQuestion question, PromptReading reading)
    {
        // The document is what stands before the question, or after it where the question comes first.
        var before = question.Start > reading.Text.Length / 2;
        var (from, to) = before ? (0, question.Start) : (question.End, reading.Text.Length);
        var best = Index(reading.Text[from..to]).Best(reading.Text[question.Start..question.End], _passages);
        var seen = reading.Facts.Where(f => best.Any(p => f.Start >= p.Start + from && f.End <= p.End + from)).ToList();
        return Reasoner.Chain(question, seen) is { } chain ? Reasoner.Conclude(question, chain) : null;
    }

    private PassageIndex Index(string document)
    {
        lock (_lock)
        {
            for (var node = _indexes.First; node is not null; node = node.Next)
            {
                if (!string.Equals(node.Value.Document, document, StringComparison.Ordinal))
                    continue;
                _indexes.Remove(node);
                _indexes.AddFirst(node);
                return node.Value.Index;
            }

            if (_indexes.Count == Kept)
                _indexes.RemoveLast();
            return _indexes.AddFirst((document, new PassageIndex(document))).Value.Index;
        }
    }
}
