namespace Haystack.Reports;

/// <summary>One stored run in a list of runs.</summary>
internal sealed record RunEntry
{
    /// <summary>Its directory, relative to the folder of runs.</summary>
    public required string Name { get; init; }

    /// <summary>When its store was written last, UTC.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public required long Bytes { get; init; }

    /// <summary><c>running</c>, how many trials failed, or why it cannot be read; empty where nothing is left to be said.</summary>
    public required string State { get; init; }

    /// <summary>Stored trials; null where the store cannot be read.</summary>
    public int? Trials { get; init; }

    /// <summary>Those of them that are answers.</summary>
    public int? Answers { get; init; }

    /// <summary>Its models in working order.</summary>
    public IReadOnlyList<RunEntryModel> Models { get; init; } = [];
}
