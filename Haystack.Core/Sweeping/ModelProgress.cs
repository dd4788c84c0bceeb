namespace Haystack.Sweeping;

/// <summary>How far a model is.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Trials">Trials in all.</param>
/// <param name="Finished">Trials done.</param>
public sealed record ModelProgress(string Model, int Trials, int Finished)
{
    /// <summary>What was done before, trial by trial, so that what is counted of a resumed sweep is all of it.</summary>
    public IReadOnlyList<TrialFinished> Earlier { get; init; } = [];
}
