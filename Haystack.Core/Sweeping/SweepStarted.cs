namespace Haystack.Sweeping;

/// <summary>The plan stands and the store is open; asking begins.</summary>
/// <param name="Directory">The run's directory.</param>
/// <param name="Trials">How many trials the whole run has.</param>
/// <param name="Finished">How many of them were done before.</param>
/// <param name="Models">The models in working order, with how many trials each has and has done.</param>
public sealed record SweepStarted(string Directory, int Trials, int Finished, IReadOnlyList<ModelProgress> Models) : SweepEvent;
