using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>The rows that a gate's thresholds are held against: one model's, in scope.</summary>
/// <param name="Run">The whole run.</param>
/// <param name="Model">The model's name in it.</param>
/// <param name="Scope">Which part.</param>
/// <param name="All">The part, all arms and distances.</param>
internal sealed record GateRows(RunData Run, string Model, GateScope Scope, IReadOnlyList<TrialRow> All)
{
    /// <summary>Whether rows that a threshold counts may be missing: a live gate can be given up before it asked everything.</summary>
    public bool Partial { get; init; }

    /// <summary>Trials of the question at the distance, answered or not.</summary>
    public IReadOnlyList<TrialRow> Asked => field ??= Partial ? [.. All.Where(Scope.Takes)] : Scope.Asked(Run, All);

    /// <summary>Trials of the question whose right answer is that the text does not say.</summary>
    public IReadOnlyList<TrialRow> Absent => field ??= OfArm(Arm.Absent);

    /// <summary>Trials of the pair question at every distance.</summary>
    public IReadOnlyList<TrialRow> Pairs => field ??= OfArm(Arm.Pair);

    /// <summary>Accuracy against distance, as the report has it: with the single facts, which tell what is lost by place and not by distance.</summary>
    /// <remarks>
    /// As of a run that stops at a width: a verdict hangs on one end of an interval, which at the threshold itself is met by
    /// luck, and the rows may have been asked until it was met.
    /// </remarks>
    public Findings Fall => field ??= FitReport.FallOf([.. Pairs, .. All.Where(t => t.Arm is Arm.First or Arm.Second)], stopsAtD50Width: true);

    /// <summary>Right of the answers, document by document, in the order of the rows.</summary>
    public static IReadOnlyList<Proportion> ByDocument(IEnumerable<TrialRow> rows, Func<TrialRow, bool> good) =>
        [.. rows.Where(t => t.Outcome.IsAnswer()).GroupBy(t => t.DocumentId, StringComparer.Ordinal)
            .Select(g => new Proportion(g.Count(good), g.Count()))];

    /// <summary>The same part with its open trials settled.</summary>
    public GateRows Settled(Func<IReadOnlyList<TrialRow>, IReadOnlyList<TrialRow>> settle) =>
        new(Run, Model, Scope, settle(All)) { Partial = Partial };

    private IReadOnlyList<TrialRow> OfArm(Arm arm) => Partial ? [.. All.Where(t => t.Arm == arm)] : GateScope.OfArm(Run, All, arm);
}
