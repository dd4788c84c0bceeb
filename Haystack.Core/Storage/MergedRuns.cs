namespace Haystack.Storage;

/// <summary>What a merge found.</summary>
/// <param name="Runs">Runs merged.</param>
/// <param name="Read">Trials that they have, counted in each.</param>
/// <param name="Added">Finished trials that the merged run did not have before.</param>
/// <param name="Finished">Finished trials that it has now.</param>
internal sealed record MergedRuns(int Runs, int Read, int Added, int Finished)
{
    /// <summary>The shards that are not there, or not whole, in the order of their numbers.</summary>
    public IReadOnlyList<MissingShard> Missing { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(MergedRuns? other) =>
        other is not null && (Runs, Read, Added, Finished) == (other.Runs, other.Read, other.Added, other.Finished) && Missing.SequenceEqual(other.Missing);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Runs, Read, Added, Finished, Missing.Count);
}
