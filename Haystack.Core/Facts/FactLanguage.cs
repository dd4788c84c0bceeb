using Haystack.Facts.Pools;

namespace Haystack.Facts;

/// <summary>What all families of a language share: its pools, and how the built-in readers speak it.</summary>
internal sealed class FactLanguage
{
    /// <summary><c>en</c>, <c>zh</c> …</summary>
    public required string Code { get; init; }

    /// <summary>The pools by name.</summary>
    public required IReadOnlyDictionary<string, Pool> Pools { get; init; }

    /// <summary>A reply with an answer, of <c>{answer}</c>; its last line is the answer line.</summary>
    public required string Reply { get; init; }

    /// <summary>A reply that the text does not say; its last line is the answer line.</summary>
    public required string Abstention { get; init; }
}
