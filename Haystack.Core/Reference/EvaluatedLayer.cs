using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>The weights of one layer.</summary>
internal sealed class EvaluatedLayer
{
    public EvaluatedLayer(IReadOnlyDictionary<string, WeightMatrix> tensors, int layer)
    {
        AttentionNorm = Find("attn_norm").Values;
        (Query, Key, Value, Output) = (new(Find("attn_q")), new(Find("attn_k")), new(Find("attn_v")), new(Find("attn_output")));
        FeedForwardNorm = Find("ffn_norm").Values;
        (Gate, Up, Down) = (new(Find("ffn_gate")), new(Find("ffn_up")), new(Find("ffn_down")));
        Heads = [.. Enumerable.Range(0, ReferenceShape.Heads).Where(h => !Value.IsEmpty(h * HeadSize, (h + 1) * HeadSize))];

        WeightMatrix Find(string name) => tensors[$"blk.{layer}.{name}.weight"];
    }

    public float[] AttentionNorm { get; }

    public SparseMatrix Query { get; }

    public SparseMatrix Key { get; }

    public SparseMatrix Value { get; }

    public SparseMatrix Output { get; }

    public float[] FeedForwardNorm { get; }

    public SparseMatrix Gate { get; }

    public SparseMatrix Up { get; }

    public SparseMatrix Down { get; }

    /// <summary>The heads that bring anything.</summary>
    public IReadOnlyList<int> Heads { get; }
}
