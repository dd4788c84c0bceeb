namespace Haystack.Storage;

/// <summary>What a merge found.</summary>
/// <param name="Runs">Runs merged.</param>
/// <param name="Read">Trials that they have, counted in each.</param>
/// <param name="Added">Finished trials that the merged run did not have before.</param>
/// <param name="Finished">Finished trials that it has now.</param>
internal sealed record MergedRuns(int Runs, int Read, int Added, int Finished);
