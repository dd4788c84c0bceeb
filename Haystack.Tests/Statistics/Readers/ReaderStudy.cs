using System.Collections.Concurrent;
using System.Globalization;
using Haystack.Analysis;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>Sweeps of readers of one kind, on ten plans, judged against the truth.</summary>
internal static class ReaderStudy
{
    private const int Plans = 10;

    /// <summary>The seed of every sweep. Rules are chosen with sweeps of another seed (HAYSTACK_READER_SEED) than the table's, so that the table's are unseen.</summary>
    private static readonly ulong Seeds = Environment.GetEnvironmentVariable("HAYSTACK_READER_SEED") is { Length: > 0 } seed ? ulong.Parse(seed, CultureInfo.InvariantCulture) : 14;

    private static readonly ConcurrentDictionary<(int Documents, int Plan), PlannedGrid> Grids = new();

    /// <summary>Documents a rung: small, the default, large.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [4, 16, 48];

    /// <summary>So many sweeps of a kind with so many documents a rung: reports, gates and comparisons.</summary>
    public static ReaderTally Of(ReaderKind kind, int documents, int runs) => Tally(kind, documents, runs, reportsOnly: false);

    /// <summary>The same sweeps with their reports alone: a fraction of the time.</summary>
    public static ReaderTally OfReports(ReaderKind kind, int documents, int runs) => Tally(kind, documents, runs, reportsOnly: true);

    private static ReaderTally Tally(ReaderKind kind, int documents, int runs, bool reportsOnly)
    {
        var truths = Enumerable.Range(0, Math.Min(runs, Plans)).Select(plan => new Lazy<ReaderTruth>(() => new ReaderTruth(kind, Grid(documents, plan)))).ToArray();
        var tally = new ReaderTally();
        foreach (var run in Simulations.Each(runs, i => Run(kind, documents, i % Plans, truths[i % Plans].Value, reportsOnly, new Seed(Seeds).Derive($"{kind.Name}/{documents}", i))))
            tally.Add(run);
        return tally;
    }

    private static ReaderRun Run(ReaderKind kind, int documents, int plan, ReaderTruth truth, bool reportsOnly, Seed seed)
    {
        var grid = Grid(documents, plan);
        var rows = new ReaderSweep(kind, seed.Derive("a"), "a").Run(grid);
        var report = FitReport.From(rows).Single();
        if (reportsOnly)
            return new ReaderRun([.. PrintedFigure.Of(report, truth, grid)], [.. PrintedClaims.OfReport(report, truth, grid)], [], report.Accuracy.D50.Tokens is not null, false);
        var other = new ReaderSweep(kind, seed.Derive("b"), "b").Run(grid);
        var comparison = PairedComparison.WithinRun(PrintedClaims.Run("run", [.. rows, .. other])).Single();
        return new ReaderRun(
            [.. PrintedFigure.Of(report, truth, grid), PrintedFigure.Of(comparison)],
            [.. PrintedClaims.OfReport(report, truth, grid)],
            [.. PrintedClaims.OfGates(rows, truth, grid)],
            report.Accuracy.D50.Tokens is not null,
            PrintedClaims.IsFalse(comparison));
    }

    private static PlannedGrid Grid(int documents, int plan) =>
        Grids.GetOrAdd((documents, plan), key => PlannedGrid.Make(key.Documents, (ulong)key.Plan + 1));
}
