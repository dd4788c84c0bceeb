using System.Globalization;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Statistics;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class AllocationTests(ITestOutputHelper output)
{
    private static readonly int[] Contexts = [2048, 4096, 8192, 16384, 32768];
    private static readonly int[] Grid = [0, 256, 512, 1024, 2048, 4096, 8192, 16384, 28000];

    private static readonly AllocationCell[] Cells =
        [.. Contexts.SelectMany(c => Fitting(c).Select(d => new AllocationCell(c, d)))];

    [Fact]
    public void The_first_documents_go_everywhere()
    {
        var step = Next([], Cells, new AllocationGoal { CellWidth = 0.2 });
        step.Documents.Select(d => d.ContextTokens).Distinct().Should().Equal(Contexts);
        step.Documents.Should().OnlyContain(d => d.DistanceTokens.Count == 8 && d.DistanceTokens.Contains(0));
    }

    [Fact]
    public void The_same_rows_give_the_same_documents_in_any_order()
    {
        var rows = Sweep(new SimulatedReader(), 20);
        var goal = new AllocationGoal { HalfDoublings = 0.5 };
        var step = Next(rows, Cells, goal);
        var again = Next([.. rows.Reverse()], Cells, goal);
        step.Documents.Should().HaveCount(8);
        again.Documents.Should().BeEquivalentTo(step.Documents, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Every_document_keeps_the_smallest_distance_and_only_planned_cells()
    {
        var step = Next(Sweep(new SimulatedReader(), 20), Cells, new AllocationGoal { HalfDoublings = 0.5 });
        step.Documents.Should().OnlyContain(d => d.DistanceTokens[0] == 0);
        step.Documents.SelectMany(d => d.DistanceTokens.Select(x => new AllocationCell(d.ContextTokens, x))).Should().BeSubsetOf(Cells);
    }

    [Fact]
    public void It_ends_at_the_budget_and_at_the_width()
    {
        var rows = Sweep(new SimulatedReader(), 20);
        Next(rows, Cells, new AllocationGoal { CellWidth = 0.01, MaxDocuments = 20 }).Done.Should().BeTrue();
        Next(rows, Cells, new AllocationGoal { CellWidth = 0.99 }).Reason.Should().Be("every interval is as narrow as asked for");
        Next(rows, Cells, new AllocationGoal { CellWidth = 0.01, MaxDocuments = 22 }).Documents.Should().HaveCount(2);
    }

    [Fact]
    public void Cells_that_are_widest_get_the_chains()
    {
        // Perfect up to 4k, a coin beyond: the coin's cells are the wide ones.
        var reader = new SimulatedReader { HalfAt = 4096, Level = 40, Lapse = 0, Chance = 0.5 };
        var step = Next(Sweep(reader, 40), Cells, new AllocationGoal { CellWidth = 0.1 });
        step.Documents.SelectMany(d => d.DistanceTokens.Skip(1)).Count(d => d >= 4096).Should().BeGreaterThan(30);
    }

    [Fact]
    public void Neither_goal_is_a_mistake()
    {
        var act = () => Next([], Cells, new AllocationGoal());
        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void It_reaches_a_D50_interval_with_fewer_trials_than_the_uniform_grid() =>
        Race(new SimulatedReader { HalfAt = 8192, Level = 6 }, 1.5, 4).Median.Should().BeLessThan(0.9);

    [Theory]
    [Trait("Category", "Slow")]
    // Half the trials were the target and were reached (0.35, 0.44) while chains at 0 told of the level there; since the curve has
    // a term of its own for parting the facts, they tell nothing of it: 0.63, 0.63 and 0.79 were measured (docs/statistics.md).
    [InlineData(8192, 6, 1.0, 0.7)]
    [InlineData(4096, 8, 0.6, 0.7)]
    [InlineData(2048, 4, 1.0, 0.85)]
    public void It_reaches_a_D50_interval_with_this_share_of_the_trials_of_the_uniform_grid(int half, double level, double doublings, double most)
    {
        var (median, covered) = Race(new SimulatedReader { HalfAt = half, Level = level }, doublings, 100);
        median.Should().BeLessThanOrEqualTo(most);
        // 95% less two standard errors of 100 runs.
        covered.Should().BeGreaterThanOrEqualTo(0.906);
    }

    /// <summary>Both ways to an interval of D50 of this many doublings: the median of adaptive over uniform trials, and how often the adaptive interval covers.</summary>
    private (double Median, double Covered) Race(SimulatedReader reader, double doublings, int runs)
    {
        var goal = new AllocationGoal { HalfDoublings = doublings, MaxDocuments = 2000 };
        var raced = Simulations.Each(runs, run =>
        {
            var seed = new Seed(2026).Derive("allocation", run);
            var uniform = Grow(reader, seed, rows => Uniform(rows, doublings));
            var adaptive = Grow(reader, seed, rows => Next(rows, Cells, goal).Documents);
            var d50 = FindingsBuilder.Accuracy(ChainTable.From(adaptive), stopsAtWidth: true).D50;
            return (Ratio: (double)adaptive.Count / uniform.Count, Covers: d50.Low <= reader.HalfAt && !(d50.High < reader.HalfAt));
        });
        var median = raced.Select(r => r.Ratio).Order().ElementAt(runs / 2);
        var covered = raced.Count(r => r.Covers);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"half-{reader.HalfAt}, level {reader.Level}: median ratio {median:0.00} of {runs} runs, covered {covered}"));
        return (median, (double)covered / runs);
    }

    private static List<TrialRow> Grow(SimulatedReader reader, Seed seed, Func<IReadOnlyList<TrialRow>, IReadOnlyList<AllocationDocument>> next)
    {
        var (rows, made) = (new List<TrialRow>(), 0);
        while (made < 2000 && next(rows) is { Count: > 0 } plans)
        {
            foreach (var plan in plans)
                rows.AddRange(SimulatedSweep.Planned(reader, plan, made++, seed));
        }

        return rows;
    }

    /// <summary>The uniform grid with the same looks as the adaptive one; nothing once the width is reached.</summary>
    private static IReadOnlyList<AllocationDocument> Uniform(IReadOnlyList<TrialRow> rows, double doublings)
    {
        var made = rows.Count / 8;
        return made > 0 && AdaptiveAllocation.IsNarrow(ChainTable.From(rows), doublings)
            ? []
            : [.. Enumerable.Range(made, Math.Max(made == 0 ? 10 : 8, made / 8)).Select(Even)];
    }

    private static IReadOnlyList<TrialRow> Sweep(SimulatedReader reader, int documents) =>
        [.. Enumerable.Range(0, documents).SelectMany(i => SimulatedSweep.Planned(reader, Even(i), i, new Seed(3)))];

    /// <summary>The uniform grid: rungs in turn, distances in turn.</summary>
    private static AllocationDocument Even(int document)
    {
        var context = Contexts[document % Contexts.Length];
        var fitting = Fitting(context);
        return new AllocationDocument(context, [.. Enumerable.Range(0, 8).Select(i => fitting[(i + document / Contexts.Length * 8) % fitting.Length])]);
    }

    private static int[] Fitting(int context) => [.. Grid.Where(d => d <= context * 7 / 8)];

    private static AllocationStep Next(IReadOnlyList<TrialRow> rows, IReadOnlyList<AllocationCell> cells, AllocationGoal goal) =>
        AdaptiveAllocation.Next(ChainTable.From(rows), rows.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).Count(), cells, goal);
}
