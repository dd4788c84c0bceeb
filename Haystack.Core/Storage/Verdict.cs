using Haystack.Scoring;

namespace Haystack.Storage;

/// <summary>What a person said that a reply comes to. It stands beside the machine's reading and is never replaced by one.</summary>
public sealed record Verdict
{
    /// <summary>The trial: <see cref="TrialRow.Key"/>.</summary>
    public required string Trial { get; init; }

    /// <summary>What the reply comes to; <see cref="Outcome.Ambiguous"/> where the person cannot tell either.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Who said so.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the machine had read at that time.</summary>
    public required Outcome ReadAs { get; init; }

    /// <summary>SHA-256 of the reply that was judged, lower-case hex: a verdict holds for that reply and for no other.</summary>
    public required string ReplySha256 { get; init; }

    /// <summary>Whether the trial was drawn by chance, so that it says how often the machine misreads.</summary>
    public required bool IsSampled { get; init; }
}
