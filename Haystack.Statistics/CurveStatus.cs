namespace Haystack.Statistics;

/// <summary>What could be said about accuracy against distance.</summary>
public enum CurveStatus
{
    /// <summary>Too few answers, documents or distances for a curve.</summary>
    TooFew,

    /// <summary>Every answer was right: there is no fall to measure.</summary>
    Perfect,

    /// <summary>Not above chance even at the smallest distance: there is nothing to fall from.</summary>
    AtChance,

    /// <summary>No effect of distance was found: a D50 would be an invention.</summary>
    Flat,

    /// <summary>Right and wrong are parted by a step: the likelihood has no maximum, so no slope can be fitted.</summary>
    Separated,

    /// <summary>
    /// The answers contradict the D50 of the best curve, or that there is none: within the documents they are surely less
    /// than half-way right short of it, or surely more beyond it. There is no one distance to give.
    /// </summary>
    Contradicted,

    /// <summary>The curve was fitted.</summary>
    Fitted,
}
