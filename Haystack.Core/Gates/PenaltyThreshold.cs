using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>A fall of accuracy from the smallest distance to the largest of at most so much: decided by the ends of its 95% interval.</summary>
internal sealed record PenaltyThreshold : GateThreshold
{
    public override string Name => "penalty";

    /// <summary>The largest fall allowed, 0–1.</summary>
    public required double Most { get; init; }

    public override Arm Question(GateScope scope) => Arm.Pair;

    public override IReadOnlyList<TrialRow> Counted(GateRows rows) => rows.Pairs;

    /// <summary>Right on one side of the middle distance and wrong on the other moves a fall furthest.</summary>
    protected override IReadOnlyList<(GateThreshold Threshold, GateRows Rows)> Readings(GateRows rows, Func<TrialRow, bool> isOpen) =>
        [.. Unsettled.Readings(rows.All, isOpen).Select(r => ((GateThreshold)this, rows.Settled(_ => r)))];

    public override GateCheck Check(GateRows rows, bool isEarly = false)
    {
        var pairs = Counted(rows);
        var required = $"required at most {GateText.Exact(Most)}";
        if (pairs.Select(t => t.DistanceTokens).Distinct().Count() < 2)
            throw new HaystackException($"run {rows.Run.Name} has one distance only in the part asked for: the penalty of distance needs two");
        if (FitReport.PenaltyOf(pairs) is not { } penalty)
            return new GateCheck(Name, GateVerdict.Fail, $"penalty of distance: no document has answers at two distances; {required}");
        TrialRow[] counted = [.. pairs.Where(t => t.Outcome.IsAnswer() && (t.DistanceTokens == penalty.NearTokens || t.DistanceTokens == penalty.FarTokens))];
        var perDocument = counted.GroupBy(t => t.DocumentId, StringComparer.Ordinal)
            .Where(g => g.Any(t => t.DistanceTokens == penalty.NearTokens) && g.Any(t => t.DistanceTokens == penalty.FarTokens))
            .Select(g => g.Count()).ToArray();
        var interval = CautiousInterval.Of(
            penalty.DropInterval, penalty.Drop, Newcombe.Difference(penalty.Near, penalty.Far), DocumentShare.LeastDesign(perDocument) * DocumentShare.FewDocuments(perDocument.Length), isEarly);
        var figures = $"penalty of distance {GateText.Share(penalty.Drop)} ({penalty.Near.Successes}/{penalty.Near.Total} at {TokenSize.Format(penalty.NearTokens)},"
            + $" {penalty.Far.Successes}/{penalty.Far.Total} at {TokenSize.Format(penalty.FarTokens)}), {GateText.Interval(isEarly)} {GateText.Low(interval.Low)} to {GateText.High(interval.High)}";
        if (perDocument.Length < DocumentShare.FewestDocuments)
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{figures}; {required}; {perDocument.Length} documents hold both distances, {DocumentShare.FewestDocuments} are needed");
        var verdict = interval.High <= Most ? GateVerdict.Pass : interval.Low > Most ? GateVerdict.Fail : GateVerdict.Inconclusive;
        return new GateCheck(Name, verdict, $"{figures} ({perDocument.Length} documents); {required}: passes where the whole interval is, fails where it is all above"
            + (verdict == GateVerdict.Inconclusive ? FurtherDocuments.Text(perDocument.Length, penalty.Drop, interval, Most) : ""))
        { Figure = GateText.Percent(penalty.Drop) };
    }
}
