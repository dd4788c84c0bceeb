using Haystack.Analysis;
using Haystack.Gates;
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

    /// <summary>Every verdict that may be false, in the order of the table.</summary>
    public static IReadOnlyList<string> GateVerdicts { get; } =
        ["D50 passes", "D50 fails", "D85 passes", "D85 fails", "accuracy passes", "accuracy fails", "penalty passes", "penalty fails"];

    /// <summary>False verdicts of gates whose thresholds are the truth.</summary>
    public static IEnumerable<string> OfGates(IReadOnlyList<TrialRow> rows, ReaderTruth truth, PlannedGrid grid)
    {
        // One gate of many thresholds: what they rest on is worked out once.
        var gate = AccuracyGate.ForRun(Run("run", rows), "run");
        var whenFalse = new List<(string Name, GateVerdict Verdict)>();
        foreach (var keeps85 in new[] { false, true })
        {
            var (name, (pass, fail)) = (keeps85 ? "D85" : "D50", truth.Gates(grid, keeps85));
            if (pass < truth.Max)
                Require($"{name} passes", GateVerdict.Pass, Falls(keeps85, (int)pass + 1));
            if (fail >= 1)
                Require($"{name} fails", GateVerdict.Fail, Falls(keeps85, (int)Math.Min(fail, truth.Max)));
        }

        var accuracy = truth.Expected(grid.WholeChains);
        if (accuracy + 2 * Margin < 1)
            Require("accuracy passes", GateVerdict.Pass, gate.RequireAccuracy(accuracy + Margin));
        if (accuracy - 2 * Margin > 0)
            Require("accuracy fails", GateVerdict.Fail, gate.RequireAccuracy(accuracy - Margin));
        var drop = truth.Penalty(grid, 0, truth.Max);
        if (drop is > 0 and < 1)
        {
            Require("penalty passes", GateVerdict.Pass, gate.RequirePenaltyAtMost(drop));
            Require("penalty fails", GateVerdict.Fail, gate.RequirePenaltyAtMost(drop));
        }

        // A gate that is refused for its missing answers says nothing.
        return whenFalse.Count == 0 || gate.Decide() is not { TooManyInvalid: false } result ? [] : result.Checks.Zip(whenFalse).Where(c => c.First.Verdict == c.Second.Verdict).Select(c => c.Second.Name);

        StoredGate Falls(bool keeps85, int tokens) => keeps85 ? gate.RequireD85($"{tokens}") : gate.RequireD50($"{tokens}");

        void Require(string name, GateVerdict verdict, StoredGate with)
        {
            gate = with;
            whenFalse.Add((name, verdict));
        }
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
