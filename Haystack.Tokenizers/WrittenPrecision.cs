namespace Haystack.Tokenization;

/// <summary>How a GGUF file stores a tensor's numbers; those that are written here.</summary>
internal enum WrittenPrecision
{
    /// <summary>Single precision.</summary>
    F32 = 0,

    /// <summary>Half precision.</summary>
    F16 = 1,
}
