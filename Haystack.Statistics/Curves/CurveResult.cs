namespace Haystack.Statistics.Curves;

/// <summary>What one analysis of accuracy against distance came to.</summary>
internal sealed record CurveResult
{
    /// <summary>Which kind of finding this is.</summary>
    public required CurveStatus Status { get; init; }

    /// <summary>The half-recall distance.</summary>
    public TokenDistance D50 { get; init; } = new();

    /// <summary>The effective distance.</summary>
    public TokenDistance D85 { get; init; } = new();

    /// <summary>The curve; null unless fitted, or flat with a fit to show.</summary>
    public RecallCurve? Curve { get; init; }

    /// <summary>One-sided p-value of "accuracy does not fall with distance"; null where it could not be tested.</summary>
    public double? DistanceEffectP { get; init; }

    /// <summary>The change per doubling that the answers show without a form; null without a fit.</summary>
    public Interval? FreeChange { get; init; }

    /// <summary>How much likelier a curve that levels off short of half makes the answers, in log-likelihood; null where there is no D50.</summary>
    public double? FloorGain { get; init; }

    /// <summary>Whether accuracy rises with distance, at the level at which a fall is told.</summary>
    public bool Rises { get; init; }

    /// <summary>How much wider the documents' sharing of trials makes the interval: the variance ratio, 0.8 or more; with what looking at the width costs, 1.2 or more.</summary>
    public double DesignEffect { get; init; } = 1;

    /// <summary>p-value of "the curve describes the answers"; null without a fit or with too few documents.</summary>
    public double? LackOfFitP { get; init; }

    /// <summary>Whether the pooled answers say otherwise than D50; lengths and places that go with distance may do that to a curve that holds.</summary>
    public bool PooledContradict { get; init; }

    /// <summary>The accuracy that the fit expects at each distance, for the lengths and midpoints asked there; null without a fit.</summary>
    public IReadOnlyDictionary<int, double>? Expected { get; init; }

    /// <summary>Whether what is lost by place is taken from the single facts: what they say has an error that a slope's interval does not know.</summary>
    public bool PlaceMatters { get; init; }

    /// <summary>The fall without a form, accuracy at each distance; empty unless it disputes the curve.</summary>
    public IReadOnlyList<(int DistanceTokens, double Accuracy)> Free { get; init; } = [];

    /// <summary>One line a distance that curve and fall without a form put so differently that neither is given.</summary>
    public IReadOnlyList<string> Disputed { get; init; } = [];

    /// <summary>One line each on what was left out and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
