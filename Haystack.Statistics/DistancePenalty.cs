namespace Haystack.Statistics;

/// <summary>The penalty of distance: accuracy side by side minus accuracy far apart, within the same documents.</summary>
public sealed record DistancePenalty
{
    /// <summary>The nearer of the two distances, in tokens: 0 in every planned grid.</summary>
    public required int NearTokens { get; init; }

    /// <summary>The farther one: the largest that shares documents with the nearer.</summary>
    public required int FarTokens { get; init; }

    /// <summary>Right pair questions at the nearer distance.</summary>
    public required Proportion Near { get; init; }

    /// <summary>Right pair questions at the farther distance.</summary>
    public required Proportion Far { get; init; }

    /// <summary>Accuracy near minus accuracy far, −1 to 1.</summary>
    public required double Drop { get; init; }

    /// <summary>Its 95% interval, from the spread between documents, over what questions without an answer could have been; null with fewer than eight that hold both distances.</summary>
    public required Interval? DropInterval { get; init; }
}
