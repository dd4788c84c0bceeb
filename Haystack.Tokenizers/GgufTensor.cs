namespace Haystack.Tokenization;

/// <summary>A tensor as a GGUF file lists it.</summary>
/// <param name="Name">llama.cpp's name.</param>
/// <param name="Sizes">Numbers along each dimension, the innermost first.</param>
/// <param name="Type">ggml's number of its type.</param>
/// <param name="Offset">Where it begins, from the first tensor on.</param>
internal sealed record GgufTensor(string Name, IReadOnlyList<long> Sizes, uint Type, ulong Offset)
{
    // Numbers a block, and its bytes, of ggml's types (ggml-common.h). A type that is not here is taken to have no bytes: only its beginning is looked at.
    private static readonly Dictionary<uint, (int Numbers, int Bytes)> Blocks = new()
    {
        [0] = (1, 4),
        [1] = (1, 2),
        [2] = (32, 18),
        [3] = (32, 20),
        [6] = (32, 22),
        [7] = (32, 24),
        [8] = (32, 34),
        [9] = (32, 36),
        [10] = (256, 84),
        [11] = (256, 110),
        [12] = (256, 144),
        [13] = (256, 176),
        [14] = (256, 210),
        [15] = (256, 292),
        [16] = (256, 66),
        [17] = (256, 74),
        [18] = (256, 98),
        [19] = (256, 50),
        [20] = (32, 18),
        [21] = (256, 110),
        [22] = (256, 82),
        [23] = (256, 136),
        [24] = (1, 1),
        [25] = (1, 2),
        [26] = (1, 4),
        [27] = (1, 8),
        [28] = (1, 8),
        [29] = (256, 56),
        [30] = (1, 2),
        [34] = (256, 54),
        [35] = (256, 66),
        [39] = (32, 17),
    };

    /// <summary>Its numbers.</summary>
    public Int128 Numbers => Sizes.Aggregate((Int128)1, (all, size) => all * size);

    /// <summary>Its bytes; 0 of a type that is not known.</summary>
    public Int128 Bytes => Blocks.TryGetValue(Type, out var block) ? Numbers / block.Numbers * block.Bytes : 0;
}
