using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>What report, gate and comparison say in words, held against the truth: each false sentence by its name.</summary>
internal static class PrintedClaims
{
    private const double Margin = 0.05;

    /// <summary>False sentences of a report.</summary>
    public static IEnumerable<string> OfReport(FitReport report, ReaderTruth truth, PlannedGrid grid)
    {
        if (report.Accuracy.D50.Tokens is not null && double.IsPositiveInfinity(truth.D50))
            yield return "a D50 where nothing falls with distance";
        var tested = report.Accuracy.ByDistance.Select(d => d.DistanceTokens).Where(d => d > 0).ToArray();
        if (tested.Length > 1 && Claims(report.Accuracy.ChangePerDoublingInterval, truth.ChangePerDoubling(tested[0], tested[^1])))
            yield return "a change per doubling of the wrong sign";
        if (tested.Length > 1 && report.Accuracy.Notes.Any(n => n.Contains("rises with distance", StringComparison.Ordinal)) && truth.ChangePerDoubling(tested[0], tested[^1]) <= 1e-9)
            yield return "a rise where nothing rises";
        if (report.Penalty is { } penalty && Claims(penalty.DropInterval, truth.Penalty(grid, penalty.NearTokens, penalty.FarTokens)))
            yield return "a penalty of the wrong sign";
        if (report.Combination?.D50.Tokens is not null && double.IsPositiveInfinity(truth.D50))
            yield return "a D50 of combining where nothing falls with distance";
    }

    /// <summary>False verdicts of gates whose thresholds are the truth.</summary>
    public static IEnumerable<string> OfGates(IReadOnlyList<TrialRow> rows, ReaderTruth truth, PlannedGrid grid)
    {
        var gate = AccuracyGate.ForRun(Run("run", rows), "run");
        foreach (var keeps85 in new[] { false, true })
        {
            var (name, (pass, fail)) = (keeps85 ? "D85" : "D50", truth.Gates(grid, keeps85));
            if (pass < truth.Max && Verdict(keeps85, (int)pass + 1) == GateVerdict.Pass)
                yield return $"{name} passes";
            if (fail >= 1 && Verdict(keeps85, (int)Math.Min(fail, truth.Max)) == GateVerdict.Fail)
                yield return $"{name} fails";
        }

        var accuracy = truth.Expected(grid.WholeChains);
        if (accuracy + 2 * Margin < 1 && gate.RequireAccuracy(accuracy + Margin).Decide().Checks[0].Verdict == GateVerdict.Pass)
            yield return "accuracy passes";
        if (accuracy - 2 * Margin > 0 && gate.RequireAccuracy(accuracy - Margin).Decide().Checks[0].Verdict == GateVerdict.Fail)
            yield return "accuracy fails";
        var drop = truth.Penalty(grid, 0, truth.Max);
        if (drop is > 0 and < 1)
        {
            var verdict = gate.RequirePenaltyAtMost(drop).Decide().Checks[0].Verdict;
            if (verdict != GateVerdict.Inconclusive)
                yield return $"penalty {(verdict == GateVerdict.Pass ? "passes" : "fails")}";
        }

        GateVerdict Verdict(bool keeps85, int tokens) =>
            (keeps85 ? gate.RequireD85($"{tokens}") : gate.RequireD50($"{tokens}")).Decide().Checks[0].Verdict;
    }

    /// <summary>Whether a comparison of two readers of one kind says that they differ.</summary>
    public static bool IsFalse(Comparison equal) =>
        equal.Conclusion.Contains("right more often", StringComparison.Ordinal)
        || equal.DifferenceInterval is { } interval && (interval.Low > 0 || interval.High < 0);

    /// <summary>Rows as a run.</summary>
    public static RunData Run(string name, IReadOnlyList<TrialRow> rows) => new()
    {
        Name = name,
        Manifest = new Dictionary<string, string>(),
        Models = [],
        Documents = [],
        Trials = rows,
    };

    private static bool Claims(Interval? interval, double truth) =>
        interval is { } i && (i.Low > 0 && truth <= 1e-9 || i.High < 0 && truth >= -1e-9);
}
