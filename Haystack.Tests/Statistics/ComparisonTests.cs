using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class ComparisonTests
{
    private static readonly SimulatedSweep Sweep = new() { Documents = 12 };

    [Theory]
    // Newcombe (1998), Statistics in Medicine 17, Table II, method 10: e, f, g, h.
    [InlineData(36, 12, 2, 0, 0.0569, 0.3404)]
    [InlineData(20, 12, 2, 16, 0.0562, 0.3292)]
    [InlineData(0, 0, 0, 54, -0.0664, 0.0664)]
    [InlineData(54, 0, 0, 0, -0.0664, 0.0664)]
    public void The_paired_difference_has_the_published_interval(int both, int one, int other, int neither, double low, double high)
    {
        var interval = new PairedCounts(both, other, one, neither).DifferenceInterval()!.Value;
        interval.Low.Should().BeApproximately(low, 5e-4);
        interval.High.Should().BeApproximately(high, 5e-4);
    }

    [Fact]
    public void A_better_model_is_called_better_and_its_pairs_add_up()
    {
        var comparison = Between(new SimulatedReader { Level = 6, HalfAt = 20000 }, new SimulatedReader { HalfAt = 200 });
        comparison.Counts.Total.Should().Be(192);
        comparison.Cells.Sum(c => c.Counts.Total).Should().Be(192);
        comparison.Counts.Difference.Should().BeNegative();
        comparison.DifferenceInterval!.Value.High.Should().BeNegative();
        comparison.Conclusion.Should().StartWith("a is right more often, by ");
    }

    [Fact]
    public void The_same_reader_twice_shows_no_difference_and_is_not_called_equal()
    {
        var comparison = Between(new SimulatedReader(), new SimulatedReader());
        comparison.Conclusion.Should().StartWith("No difference is shown between a and b").And.Contain("not proof that they are equal");
    }

    [Fact]
    public void The_very_same_answers_have_an_interval_all_the_same()
    {
        var rows = Sweep.Run(new SimulatedReader(), new Seed(1));
        var comparison = PairedComparison.Between(("a", rows), ("b", rows), Arm.Pair);
        comparison.DifferenceInterval!.Value.Low.Should().BeInRange(-0.05, -0.005);
        comparison.Cells.Should().OnlyContain(c => c.AdjustedP == 1);
    }

    [Fact]
    public void Other_documents_are_not_compared()
    {
        var other = Sweep.Run(new SimulatedReader(), new Seed(2)).Select(t => t with { DocumentId = "other/" + t.DocumentId }).ToArray();
        var comparison = PairedComparison.Between(("a", Sweep.Run(new SimulatedReader(), new Seed(1))), ("b", other), Arm.Pair);
        comparison.Counts.Total.Should().Be(0);
        comparison.DifferenceInterval.Should().BeNull();
        comparison.Conclusion.Should().StartWith("Nothing can be concluded");
    }

    [Fact]
    public void Trials_that_are_not_answers_leave_their_partner_unpaired()
    {
        var rows = Sweep.Run(new SimulatedReader(), new Seed(1));
        var holed = rows.Select((t, i) => i < 5 ? t with { Outcome = Outcome.Failed } : t).ToArray();
        var comparison = PairedComparison.Between(("a", rows), ("b", holed), Arm.Pair);
        comparison.UnpairedA.Should().Be(5);
        comparison.UnpairedB.Should().Be(0);
        comparison.Unanswered.Should().Be(5);
        comparison.Conclusion.Should().Contain("; 5 questions that were put to both have no answer of one or both");
    }

    [Fact]
    public void Runs_are_compared_model_by_model_and_strangers_refused()
    {
        var one = Run("one", "x", "y");
        PairedComparison.Runs(one, Run("two", "y", "z")).Should().ContainSingle().Which.A.Should().Be("one: y");
        PairedComparison.Runs(Run("one", "x"), Run("two", "z")).Should().ContainSingle();
        PairedComparison.WithinRun(Run("one", "x", "y", "z")).Select(c => (c.A, c.B)).Should().Equal(("x", "y"), ("x", "z"), ("y", "z"));
        var strangers = () => PairedComparison.Runs(one, Run("two", "v", "w"));
        strangers.Should().Throw<HaystackException>().WithMessage("runs one (x, y) and two (v, w) have no model in common");
    }

    [Fact]
    public void The_planned_number_of_documents_finds_the_difference_in_four_of_five_runs()
    {
        var documents = Power.DocumentsToDetect(0.1, new PowerDesign { Accuracy = 0.7, DocumentCorrelation = 0 });
        const int runs = 120;
        var found = Enumerable.Range(0, runs).Count(run =>
        {
            var stream = new Seed(5).Derive("power", run).Stream();
            var counts = Enumerable.Range(0, documents).Select(_ => Enumerable.Range(0, 8)
                .Sum(_ => (stream.NextDouble() < 0.75 ? 1 : 0) - (stream.NextDouble() < 0.65 ? 1 : 0))).ToArray();
            // The two-sided test that was planned for: the mean gain of a document over its own error.
            var (mean, spread) = (counts.Average(), Math.Sqrt(counts.Select(c => Math.Pow(c - counts.Average(), 2)).Sum() / (documents - 1)));
            return mean / (spread / Math.Sqrt(documents)) > MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, documents - 1, 0.975);
        });
        // 80% ± three standard errors of 120 runs.
        (found / (double)runs).Should().BeInRange(0.69, 0.92);
    }

    [Fact]
    public void Smaller_differences_and_more_cells_need_more_documents()
    {
        Power.DocumentsToDetect(0.05).Should().BeGreaterThan(3 * Power.DocumentsToDetect(0.1));
        Power.DocumentsToDetect(0.1, new PowerDesign { Cells = 12 }).Should().BeGreaterThan(5 * Power.DocumentsToDetect(0.1));
        Power.DocumentsToDetect(0.1, new PowerDesign { Agreement = 0.5 }).Should().BeLessThan(Power.DocumentsToDetect(0.1));
    }

    private static Comparison Between(SimulatedReader a, SimulatedReader b) => PairedComparison.Between(
        ("a", Sweep.Run(a, new Seed(1).Derive("a"))), ("b", Sweep.Run(b, new Seed(1).Derive("b"))), Arm.Pair);

    private static RunData Run(string name, params string[] models) => new()
    {
        Name = name,
        Manifest = new Dictionary<string, string>(),
        Models = [],
        Documents = [],
        Trials = [.. models.SelectMany(m => Sweep.Run(new SimulatedReader(), new Seed(1).Derive(m), m))],
    };
}
