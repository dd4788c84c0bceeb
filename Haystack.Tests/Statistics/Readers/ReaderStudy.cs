using System.Collections.Concurrent;
using Haystack.Statistics;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>Sweeps of readers of one kind, on ten plans, judged against the truth.</summary>
internal static class ReaderStudy
{
    private const int Plans = 10;

    private static readonly ConcurrentDictionary<(int Documents, int Plan), PlannedGrid> Grids = new();

    /// <summary>Documents a rung: small, the default, large.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [4, 16, 48];

    /// <summary>So many sweeps of a kind with so many documents a rung.</summary>
    public static ReaderTally Of(ReaderKind kind, int documents, int runs)
    {
        var truths = Enumerable.Range(0, Math.Min(runs, Plans)).Select(plan => new Lazy<ReaderTruth>(() => new ReaderTruth(kind, Grid(documents, plan)))).ToArray();
        var tally = new ReaderTally();
        foreach (var run in Simulations.Each(runs, i => Run(kind, documents, i % Plans, truths[i % Plans].Value, new Seed(14).Derive($"{kind.Name}/{documents}", i))))
            tally.Add(run);
        return tally;
    }

    private static ReaderRun Run(ReaderKind kind, int documents, int plan, ReaderTruth truth, Seed seed)
    {
        var grid = Grid(documents, plan);
        var rows = new ReaderSweep(kind, seed.Derive("a"), "a").Run(grid);
        var other = new ReaderSweep(kind, seed.Derive("b"), "b").Run(grid);
        var report = FitReport.From(rows, seed.Derive("report")).Single();
        var comparison = PairedComparison.WithinRun(PrintedClaims.Run("run", [.. rows, .. other])).Single();
        return new ReaderRun(
            [.. PrintedFigure.Of(report, truth, grid), PrintedFigure.Of(comparison)],
            [.. PrintedClaims.OfReport(report, truth, grid)],
            [.. PrintedClaims.OfGates(rows, truth, grid)],
            PrintedClaims.IsFalse(comparison));
    }

    private static PlannedGrid Grid(int documents, int plan) =>
        Grids.GetOrAdd((documents, plan), key => PlannedGrid.Make(key.Documents, (ulong)key.Plan + 1));
}
