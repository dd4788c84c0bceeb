using Haystack.Inference;
using LLama.Native;

namespace Haystack.LLama.Engine;

/// <summary>How keys and values are kept.</summary>
/// <param name="Name">As in a model's name.</param>
/// <param name="Type">llama.cpp's.</param>
/// <param name="BytesPer32">Bytes of 32 numbers.</param>
internal sealed record CacheType(string Name, GGMLType Type, int BytesPer32)
{
    private static readonly CacheType[] All =
    [
        new("f16", GGMLType.GGML_TYPE_F16, 64), new("f32", GGMLType.GGML_TYPE_F32, 128), new("q8_0", GGMLType.GGML_TYPE_Q8_0, 34), new("q4_0", GGMLType.GGML_TYPE_Q4_0, 18),
    ];

    /// <summary>Whether numbers are kept in blocks of few bits.</summary>
    public bool IsCoarse => BytesPer32 < 64;

    /// <summary>The option <c>kv</c> of a model's name.</summary>
    /// <exception cref="HaystackException">It is none of those that are known.</exception>
    public static CacheType Read(ModelSpec spec, string? asked) => Array.Find(All, t => t.Name == (asked ?? "f16"))
        ?? throw new HaystackException($"model '{spec}': kv={asked} is none of {string.Join(", ", All.Select(t => t.Name))}");
}
