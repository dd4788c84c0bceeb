namespace Haystack.Storage;

/// <summary>One document of a run as stored: enough to show where its facts stood, without its text.</summary>
public sealed record DocumentRow
{
    /// <summary>Its identity: what <see cref="TrialRow.DocumentId"/> refers to.</summary>
    public required string Id { get; init; }

    /// <summary>The seed from which it can be made again.</summary>
    public required ulong Seed { get; init; }

    /// <summary>
    /// The tokenizer that it was made exact for (<see cref="ModelRow.TokenizerFingerprint"/>): for another one it has the
    /// same facts under the same identity, and other filler.
    /// </summary>
    public string TokenizerFingerprint { get; init; } = "";

    /// <summary>The rung of the ladder, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens of the document alone: filler and facts.</summary>
    public required int DocumentTokens { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The planted facts in the order in which they stand.</summary>
    public required IReadOnlyList<PlantedFactRow> Facts { get; init; }
}
