using Haystack.Facts;
using Haystack.Scoring;

namespace Haystack.Sweeping;

/// <summary>A trial is on disk.</summary>
/// <param name="Model">Whose.</param>
/// <param name="Arm">Which question.</param>
/// <param name="ContextTokens">The rung, in tokens.</param>
/// <param name="DistanceTokens">The distance in tokens; null for orphans.</param>
/// <param name="Outcome">What it came to.</param>
public sealed record TrialFinished(string Model, Arm Arm, int ContextTokens, int? DistanceTokens, Outcome Outcome) : SweepEvent
{
    /// <summary>Whether it was a cold control, which no figure of the model counts.</summary>
    public bool IsCold { get; init; }

    /// <summary>How often it was asked until there was a reply: more than once where the server failed or turned it away.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How many questions to the model were in flight when it was begun, itself included; null where it is not known.</summary>
    public int? InFlight { get; init; }
}
