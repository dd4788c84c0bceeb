using Haystack.Facts;
using Haystack.Scoring;

namespace Haystack.Sweeping;

/// <summary>A question that came to nothing beside others is asked again by itself: its first row is set aside and not stored.</summary>
/// <param name="Model">Whose.</param>
/// <param name="Key">The trial's key.</param>
/// <param name="Arm">Which question.</param>
/// <param name="Outcome">What it came to beside others.</param>
/// <param name="Reason">What the server or the connection said; null where its time was over.</param>
public sealed record TrialAskedAgain(string Model, string Key, Arm Arm, Outcome Outcome, string? Reason) : SweepEvent;
