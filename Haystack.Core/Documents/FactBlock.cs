namespace Haystack.Documents;

/// <summary>Facts that keep their distances from each other while a place for them is sought.</summary>
/// <param name="Chain">Their chain.</param>
/// <param name="Target">Where the block's midpoint is aimed at, 0–1 of the range open to it.</param>
/// <param name="Offsets">Where each fact starts, in tokens from the block's start.</param>
/// <param name="Lengths">How long each is, in tokens.</param>
internal sealed record FactBlock(int Chain, double Target, IReadOnlyList<int> Offsets, IReadOnlyList<int> Lengths)
{
    /// <summary>Tokens from the first fact's start to the last one's end.</summary>
    public int Span => Offsets[^1] + Lengths[^1];

    /// <summary>The same block as one that nothing else may stand in.</summary>
    public FactBlock Solid() => this with { Offsets = [0], Lengths = [Span] };

    /// <summary>A block of facts with the same gap between neighbours.</summary>
    public static FactBlock Of(int chain, double target, IReadOnlyList<int> lengths, int gap)
    {
        var offsets = new int[lengths.Count];
        for (var i = 1; i < offsets.Length; i++)
            offsets[i] = checked(offsets[i - 1] + lengths[i - 1] + gap);
        return new FactBlock(chain, target, offsets, lengths);
    }
}
