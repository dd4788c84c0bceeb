namespace Haystack.Inference.Wire;

/// <summary>Why a reply ended, as far as it matters.</summary>
internal enum EndKind
{
    /// <summary>The model came to its end.</summary>
    Stop,

    /// <summary>A limit cut it.</summary>
    Length,

    /// <summary>A filter withheld it.</summary>
    Withheld,

    /// <summary>The server made tool calls of it.</summary>
    Tool,

    /// <summary>The server broke off.</summary>
    Broken,
}
