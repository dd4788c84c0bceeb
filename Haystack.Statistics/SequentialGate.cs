using Haystack.Statistics.Sequential;

namespace Haystack.Statistics;

/// <summary>
/// A gate that stops as soon as the answer is clear: Wald's sequential probability ratio test between the two ends of
/// the margin (A. Wald, Annals of Mathematical Statistics 16, 1945), cut off at a planned number of answers. The errors
/// of the whole rule, looks and cut-off included, are computed exactly and are within the promise.
/// </summary>
/// <remarks>
/// The promise holds for answers that are independent. Where answers about one document are alike, give the design
/// effect 1 + (K − 1)ρ: boundaries and cut-off are widened by it.
/// </remarks>
internal sealed class SequentialGate
{
    private readonly SequentialBoundary _boundary;
    private readonly int _budget;

    /// <summary>Plans the rule.</summary>
    /// <param name="margin">Threshold, zone and errors.</param>
    /// <param name="look">Answers between looks, such as the questions about one document; 1 or more.</param>
    /// <param name="budget">Answers that there can be at most; null for as many as the plan needs.</param>
    /// <param name="designEffect">How much larger the variance is than that of independent answers, 1 or more.</param>
    public SequentialGate(GateMargin margin, int look = 1, int? budget = null, double designEffect = 1)
    {
        ArgumentNullException.ThrowIfNull(margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(look, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(designEffect, 1);
        Margin = margin;
        _boundary = SequentialBoundary.Plan(margin, look, designEffect);
        _budget = Math.Min(budget ?? int.MaxValue, _boundary.MaxTrials);
    }

    /// <summary>The threshold and its zone.</summary>
    public GateMargin Margin { get; }

    /// <summary>After so many answers the plan decides in any case.</summary>
    public int MaxTrials => _boundary.MaxTrials;

    /// <summary>Answers between looks.</summary>
    public int Look => _boundary.Look;

    /// <summary>
    /// The verdict of a look at these totals: <see cref="GateVerdict.Continue"/> before <see cref="Look"/> answers;
    /// <see cref="GateVerdict.Inconclusive"/> at the end of a budget below <see cref="MaxTrials"/> without a verdict.
    /// The errors are those promised where at least <see cref="Look"/> answers come between looks.
    /// </summary>
    public GateVerdict Decide(Proportion answers)
    {
        var (k, n) = answers;
        var verdict = n >= Look ? _boundary.Verdict(k, n) : GateVerdict.Continue;
        return verdict == GateVerdict.Continue && n >= _budget ? GateVerdict.Inconclusive : verdict;
    }

    /// <summary>
    /// The verdict on answers that come in batches, such as documents. A look is taken each time that at least
    /// <see cref="Look"/> answers have come since the last, whatever the sizes of the batches: trials that are not
    /// answers shift the looks and lose none. The first verdict stands.
    /// </summary>
    /// <param name="batches">Right of the answers of each batch, in the order in which they were asked.</param>
    /// <param name="ended">Whether no more will come: without a verdict it is then inconclusive.</param>
    public GateVerdict Decide(IEnumerable<Proportion> batches, bool ended = false)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var (sum, looked) = (new Proportion(0, 0), 0);
        foreach (var batch in batches)
        {
            sum += batch;
            if (sum.Total - looked < Look && sum.Total < _budget)
                continue;
            looked = sum.Total;
            if (Decide(sum) is not GateVerdict.Continue and var verdict)
                return verdict;
        }

        return ended ? GateVerdict.Inconclusive : GateVerdict.Continue;
    }

    /// <summary>What the rule does at a true accuracy, computed exactly for independent answers.</summary>
    public OperatingPoint At(double accuracy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accuracy);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accuracy, 1);
        return _boundary.At(accuracy, _budget);
    }
}
