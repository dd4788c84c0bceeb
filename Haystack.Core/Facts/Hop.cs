namespace Haystack.Facts;

/// <summary>One link of a family's chain: a fact that leads from one slot to the next.</summary>
internal sealed record Hop
{
    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The slot that the question (or the hop before) names.</summary>
    public required string From { get; init; }

    /// <summary>The slot that this fact gives.</summary>
    public required string To { get; init; }

    /// <summary>Further slots of the fact.</summary>
    public required IReadOnlyList<string> With { get; init; }

    /// <summary>The paraphrases of the fact.</summary>
    public required IReadOnlyList<Template> Facts { get; init; }

    /// <summary>The questions that this fact alone answers; its <see cref="To"/> is their answer.</summary>
    public required IReadOnlyList<Template> Questions { get; init; }

    /// <summary>The hop whose wording this one shares (its own number where it has its own).</summary>
    public required int Wording { get; init; }

    /// <summary>All slots of the fact.</summary>
    public IEnumerable<string> Slots => [From, To, .. With];
}
