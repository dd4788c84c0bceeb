namespace Haystack.Storage;

/// <summary>A part of a sweep that a merge did not find whole.</summary>
/// <param name="Shard">Which.</param>
/// <param name="Finished">How many of its trials were found finished.</param>
/// <param name="Trials">How many it has; null where no run of it was found.</param>
/// <param name="Directory">Where its run is, or is to be.</param>
internal sealed record MissingShard(Shard Shard, int Finished, int? Trials, string Directory);
