namespace Haystack.Scoring;

/// <summary>What one sentence of a reply says in answer to the question.</summary>
internal sealed record Claim
{
    /// <summary>The sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The sentence, cut into tokens.</summary>
    public required Passage Passage { get; init; }

    /// <summary>The value that it gives; null where it gives none, or several.</summary>
    public Mention? Value { get; init; }

    /// <summary>The values between which it leaves the choice; empty where it does not.</summary>
    public IReadOnlyList<Mention> Open { get; init; } = [];

    /// <summary>Whether it says that the text does not say.</summary>
    public bool Abstains { get; init; }

    /// <summary>Whether it only says that the text does not say more.</summary>
    public bool IsRider { get; init; }

    /// <summary>Whether it refuses to help.</summary>
    public bool Refuses { get; init; }

    /// <summary>How far it answers.</summary>
    public Weight Weight { get; init; }

    /// <summary>Whether the value is nearly all that it says.</summary>
    public bool IsBare { get; init; }

    /// <summary>Whether it names the question's own subject.</summary>
    public bool NamesSubject { get; init; }

    /// <summary>Why, in words.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether it answers in any way.</summary>
    public bool Speaks => Value is not null || Open.Count > 0 || Abstains;
}
