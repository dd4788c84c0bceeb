using System.Globalization;
using Haystack.Statistics.Curves;

namespace Haystack.Statistics;

/// <summary>One question, a curve: accuracy (or the combination rate) against distance.</summary>
public sealed record Findings
{
    /// <summary>A difference of accuracy that a picture should explain.</summary>
    internal const double MarkedMove = 0.1;

    /// <summary>What could be said.</summary>
    public required CurveStatus Status { get; init; }

    /// <summary>Where it falls half-way from its level at d = 0 to chance.</summary>
    public required TokenDistance D50 { get; init; }

    /// <summary>The largest distance that keeps 85% of its level at d = 0.</summary>
    public required TokenDistance D85 { get; init; }

    /// <summary>The fitted curve; null where the likelihood has no maximum or there was too little to fit.</summary>
    public RecallCurve? Curve { get; init; }

    /// <summary>Mean change of accuracy per doubling of distance, over the distances tested, length and midpoint held fixed; −0.05 is five points down.</summary>
    public double? ChangePerDoubling { get; init; }

    /// <summary>Its 95% interval.</summary>
    public Interval? ChangePerDoublingInterval { get; init; }

    /// <summary>One-sided p-value of "it does not fall with distance"; null where it could not be tested.</summary>
    public double? DistanceEffectP { get; init; }

    /// <summary>How much larger the variance is than if all trials were independent, 0.8 or more (below 1: by chance); 1.2 or more in a run that stopped at a width of D50, whose looks widen its interval.</summary>
    public required double DesignEffect { get; init; }

    /// <summary>p-value of "the curve describes the answers"; null without a fit, or with too few documents to tell.</summary>
    public double? LackOfFitP { get; init; }

    /// <summary>Whether the curve does not describe the answers, so that D50 and D85 are rough at best.</summary>
    public bool IsPoorFit => LackOfFitP < LackOfFit.Level;

    /// <summary>
    /// Whether context length or place move the points by <see cref="MarkedMove"/> or more away from the curve, which
    /// holds both fixed: a fall of the points is then not, or not only, one with distance.
    /// </summary>
    public bool IsMovedByPlace => Curve is { } curve
        && ByDistance.Any(d => d.Expected is { } expected && Math.Abs(expected - curve.AccuracyAt(d.DistanceTokens)) >= MarkedMove);

    /// <summary>k of n at each distance.</summary>
    public required IReadOnlyList<DistanceProportion> ByDistance { get; init; }

    /// <summary>One line each: the <see cref="Warnings"/>, then what is missing and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader of D50 has to know, one line each; empty where the curve describes the answers.</summary>
    public IReadOnlyList<string> Warnings => [.. PoorFit(), .. MovedByPlace(), .. Disputed, .. Missing];

    /// <summary>Whether a gate may decide by it: the curve describes the answers, and none of them, pooled or within documents, contradict it.</summary>
    internal bool IsFitToDecide => Status != CurveStatus.Contradicted && !IsPoorFit && !PooledContradict;

    /// <summary>Whether the answers at some distance, lengths and places pooled, say otherwise than D50.</summary>
    internal bool PooledContradict { get; init; }

    /// <summary>Accuracy at each distance without a form, where it disputes the curve; else empty.</summary>
    internal IReadOnlyList<(int DistanceTokens, double Accuracy)> Free { get; init; } = [];

    /// <summary>One line a distance that curve and answers without a form put so differently that neither is given.</summary>
    internal IReadOnlyList<string> Disputed { get; init; } = [];

    /// <summary>What trials without an answer do to it, one line each.</summary>
    internal IReadOnlyList<string> Missing { get; init; } = [];

    private IEnumerable<string> PoorFit()
    {
        var p = LackOfFitP < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {LackOfFitP:0.000}");
        if (Status == CurveStatus.Contradicted)
            yield return $"the answers contradict the best curve's D50{(IsPoorFit ? $" (lack of fit, {p})" : "")}: there is no one distance, none is given; look at the heatmap";
        else if (IsPoorFit)
            yield return $"the curve does not describe the answers (lack of fit, {p}): {(D50.Tokens is null && D85.Tokens is null ? "no D50 or D85 rests on it" : "D50 and D85 are rough at best")}; look at the heatmap";
    }

    private IEnumerable<string> MovedByPlace()
    {
        if (IsMovedByPlace)
            yield return "the points lie off the curve because the lengths and places asked differ between distances; the curve and D50 hold both fixed";
    }
}
