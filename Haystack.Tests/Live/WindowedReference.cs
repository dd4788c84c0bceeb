using System.Globalization;
using Haystack.Reference;
using Haystack.Tokenization;

namespace Haystack.Tests.Live;

/// <summary>
/// The reference model as a file of the architecture <c>granite_swa</c>: the same weights and the same computation as a llama's where
/// its scales are one and its sinks take nothing, but each layer's attention slides. llama.cpp honours no window in a llama's file.
/// </summary>
internal static class WindowedReference
{
    private const string Architecture = "granite_swa";

    /// <summary>Writes it.</summary>
    public static void Write(ReferenceModel model, int window, Stream stream)
    {
        var header = model.Header(Architecture);
        foreach (var scale in (string[])["logit_scale", "residual_scale", "embedding_scale"])
            header.Add($"{Architecture}.{scale}", 1f);
        header.Add($"{Architecture}.attention.scale", 1 / MathF.Sqrt(ReferenceShape.HeadSize)).Add($"{Architecture}.rope.freq_base_swa", (float)ReferenceShape.Rotation(0).Base)
            .Add($"{Architecture}.attention.sliding_window", window).Add($"{Architecture}.attention.sliding_window_pattern", Enumerable.Repeat(1, model.Layers).ToArray());
        header.Write(stream, [.. model.Tensors.Select(t => t.ToTensor()), .. Enumerable.Range(0, model.Layers).Select(Sinks)]);
    }

    // What a sink takes of attention is nothing at this height.
    private static WrittenTensor Sinks(int layer) =>
        new(string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.attn_sinks.weight"), [ReferenceShape.Heads], WrittenPrecision.F32, Enumerable.Repeat(-1e9f, ReferenceShape.Heads).ToArray());
}
