namespace Haystack.Tokenization;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">llama.cpp's name of it.</param>
/// <param name="Sizes">Its sizes, the innermost first.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="Values">Its numbers.</param>
internal sealed record WrittenTensor(string Name, IReadOnlyList<int> Sizes, WrittenPrecision Type, ReadOnlyMemory<float> Values)
{
    /// <summary>Bytes that it takes.</summary>
    public long Bytes => (long)Values.Length * (Type == WrittenPrecision.F32 ? 4 : 2);
}
