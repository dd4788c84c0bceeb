using System.Globalization;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Statistics.Curves;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>D50 or D85 of at least so many tokens: decided by the ends of the 95% interval.</summary>
internal sealed record FallThreshold : GateThreshold
{
    public override string Name => Keeps85 ? "D85" : "D50";

    /// <summary>D85, the distance that keeps 85%; else D50.</summary>
    public required bool Keeps85 { get; init; }

    /// <summary>Required, in tokens.</summary>
    public required int LeastTokens { get; init; }

    public override Arm Question(GateScope scope) => Arm.Pair;

    public override IReadOnlyList<TrialRow> Counted(GateRows rows) => rows.Pairs;

    /// <summary>Right on one side of the middle distance and wrong on the other moves a fall furthest.</summary>
    protected override IReadOnlyList<(GateThreshold Threshold, GateRows Rows)> Readings(GateRows rows, Func<TrialRow, bool> isOpen) =>
        [.. Unsettled.Readings(rows.All, isOpen).Select(r => ((GateThreshold)this, rows.Settled(_ => r)))];

    /// <summary>The interval itself reaches from all of them wrong to all of them right.</summary>
    protected override int Missing(GateRows rows) => 0;

    public override GateCheck Check(GateRows rows, bool isEarly = false)
    {
        var pairs = Counted(rows);
        var documents = GateRows.ByDocument(pairs, IsGood).Count;
        if (documents == 0)
            return new GateCheck(Name, GateVerdict.Fail, $"{Name}: no answers; required at least {LeastTokens} tokens");
        var found = rows.Fall;
        if (found.ByDistance.Count < 2)
            throw new HaystackException($"run {rows.Run.Name} has one distance only in the part asked for: {Name} needs several");
        if (documents < DocumentShare.FewestDocuments || found.Status == CurveStatus.TooFew)
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{Name}: {documents} documents with answers, {DocumentShare.FewestDocuments} are needed; required at least {LeastTokens} tokens");
        var d = Keeps85 ? found.D85 : found.D50;
        if (!found.IsFitToDecide || (found.Disputed.Count > 0 && d is { Low: null, High: null }))
        {
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{Name}: no curve describes the answers, or they contradict it ({documents} documents), so none decides; required at least {LeastTokens} tokens;"
                + " gate on accuracy at a distance instead");
        }

        // From few documents "not above chance" is no finding: a reader that is far better at a distance, or at one end of the text, looks so too.
        if (found.Status == CurveStatus.AtChance && documents < FigureRule.FewDocuments)
        {
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{Name}: not shown to be above chance at the smallest distance, and {documents} documents are too few to say that it is not: {FigureRule.FewDocuments} are needed;"
                + $" required at least {LeastTokens} tokens");
        }

        var verdict = found.Status == CurveStatus.AtChance || d is { High: { } high, HighBeyond: false } && high < LeastTokens ? GateVerdict.Fail
            : d.Low >= LeastTokens && KeptAsAsked.Is(AsAsked(pairs), Keeps85, LeastTokens) ? GateVerdict.Pass
            : GateVerdict.Inconclusive;
        return new GateCheck(Name, verdict, found.Status == CurveStatus.AtChance
            ? $"{Name}: not above chance even at the smallest distance; required at least {LeastTokens} tokens"
            : $"{Name} {Estimate(d, found.Status)}, 95% interval (widened for a verdict) {Low(d)} to {High(d)} tokens ({documents} documents); required at least {LeastTokens}:"
                + " passes where the lower end is there or beyond, fails where the upper end is below")
        { Figure = Short(d) };
    }

    private static CurveObservation[] AsAsked(IReadOnlyList<TrialRow> pairs) =>
        [.. pairs.Where(t => t.Outcome.IsAnswer() && t.DistanceTokens is not null)
            .Select(t => new CurveObservation(t.DocumentId, t.DistanceTokens!.Value, t.ContextTokens, t.Position, t.ChanceLevel, t.Outcome == Outcome.Correct))];

    private static string? Short(TokenDistance d) =>
        d.Tokens is { } tokens ? tokens.ToString("0", CultureInfo.InvariantCulture) : d.Low is { } low ? string.Create(CultureInfo.InvariantCulture, $"≥ {Math.Floor(low):0}") : null;

    private static string Estimate(TokenDistance d, CurveStatus status) =>
        d.Beyond ? d.HighBeyond && status != CurveStatus.Perfect ? "not established (no such fall was found)" : "beyond the distances tested"
        : d.Tokens is { } tokens ? tokens.ToString("0", CultureInfo.InvariantCulture)
        : status switch
        {
            CurveStatus.Separated => "at a step",
            CurveStatus.Fitted => "not known to a figure",
            _ => "unknown",
        };

    private static string Low(TokenDistance d) => d.Low is { } low ? Math.Floor(low).ToString("0", CultureInfo.InvariantCulture) : "none";

    private static string High(TokenDistance d) =>
        d.HighBeyond ? "beyond the distances tested" : d.High is { } high ? Math.Ceiling(high).ToString("0", CultureInfo.InvariantCulture) : "none";
}
