namespace Haystack.Sweeping;

/// <summary>The sweep ended.</summary>
/// <param name="Directory">The run's directory.</param>
/// <param name="Trials">How many trials the whole run has.</param>
/// <param name="Finished">How many are done and are answers or invalid.</param>
/// <param name="Invalid">How many of the run's stored trials are not answers.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Reason">For an end other than <see cref="SweepEnd.Complete"/>: one line on why.</param>
public sealed record SweepFinished(string Directory, int Trials, int Finished, int Invalid, SweepEnd End, string? Reason) : SweepEvent
{
    /// <summary>The time of this call, from its first question on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Tokens of this call's prompts, those from a cache too, and replies, as the server counted them or else as the model's own tokenizer does; of questions that failed, what the server counted.</summary>
    public long Tokens { get; init; }
}
