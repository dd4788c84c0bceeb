using System.Globalization;
using FluentAssertions;
using Haystack.Statistics.Curves;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>The intervals are what they say: simulated sweeps of readers whose D50 is known.</summary>
public sealed class CoverageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(512, 16)]
    [InlineData(2048, 32)]
    public void The_interval_of_D50_covers_the_truth_in_a_small_sample_of_sweeps(int half, int documents) =>
        // 30 sweeps: at a true coverage of 95% fewer than 25 hits happen in 1 of 300 such tests.
        Cover(new SimulatedReader { HalfAt = half }, documents, 30).Covered.Should().BeGreaterThanOrEqualTo(25.0 / 30);

    [Fact]
    public void It_covers_the_truth_where_documents_differ() =>
        Cover(new SimulatedReader { DocumentSpread = 0.7 }, 32, 30).Covered.Should().BeGreaterThanOrEqualTo(25.0 / 30);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(512, 16)]
    [InlineData(2048, 16)]
    [InlineData(6000, 16)]
    [InlineData(512, 32)]
    [InlineData(2048, 32)]
    [InlineData(6000, 32)]
    [InlineData(512, 64)]
    [InlineData(2048, 64)]
    [InlineData(6000, 64)]
    public void The_interval_of_D50_covers_the_truth_in_93_to_97_of_100_sweeps(int half, int documents) =>
        Within(new SimulatedReader { HalfAt = half }, documents);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0.7, 32)]
    [InlineData(1.2, 64)]
    public void It_covers_the_truth_in_93_to_97_of_100_sweeps_where_documents_differ(double spread, int documents) =>
        Within(new SimulatedReader { DocumentSpread = spread }, documents);

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.7, 1)]
    [InlineData(1, 0)]
    public void A_flat_or_perfect_reader_is_not_given_a_D50(double accuracy, double spread) =>
        // 1 of 100 at most is promised: 3 of 30 would be met in 1 of 300 such tests.
        Given(accuracy, spread, 30).Should().BeLessThanOrEqualTo(2);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0.97, 0)]
    [InlineData(0.9, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.7, 1)]
    [InlineData(1, 0)]
    public void A_flat_or_perfect_reader_is_given_a_D50_in_at_most_one_of_100_sweeps(double accuracy, double spread) =>
        Given(accuracy, spread, 1000).Should().BeLessThanOrEqualTo(10);

    /// <summary>
    /// Each end of a 95% interval may miss the truth in 2.5 of 100 sweeps. An end that is open ("> 2.9k") cannot: where all
    /// intervals are open above, 97.5 of 100 cover, by the same rule. What the lower limit misses tells of too much caution in either case.
    /// </summary>
    private void Within(SimulatedReader reader, int documents)
    {
        var (covered, above, open) = Cover(reader, documents, 1000);
        covered.Should().BeInRange(0.93, 0.97 + 0.025 * open);
        above.Should().BeInRange(0.01, 0.04, "2.5% are meant, less three standard errors and more");
    }

    private (double Covered, double Above, double Open) Cover(SimulatedReader reader, int documents, int sweeps)
    {
        var truth = reader.AveragedHalf();
        var found = Simulations.Each(sweeps, i => Analyse(reader, documents, new Seed(7).Derive($"{reader.HalfAt}/{documents}", i)).D50);
        var (tooHigh, tooLow) = (found.Count(d => d.Low > truth), found.Count(d => d.High < truth));
        var (open, covered) = (found.Count(d => d.HighBeyond), found.Count(d => d.Low <= truth && !(d.High < truth)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"D50 {truth:0}, {documents} documents a rung: covered {covered} of {sweeps}, above {tooHigh}, below {tooLow}, open {open}"));
        // Where answers without a curve dispute it, none is given: in few of these sweeps, whose form is the curve's.
        var none = found.Count(d => d is { Low: null, High: null });
        none.Should().BeLessThanOrEqualTo(Math.Max(2, sweeps / 40));
        var told = (double)(sweeps - none);
        return (covered / told, tooHigh / told, open / told);
    }

    private int Given(double accuracy, double spread, int sweeps)
    {
        const double chance = 0.125;
        var share = (accuracy - chance) / (1 - chance);
        var reader = new SimulatedReader
        {
            HalfAt = double.PositiveInfinity,
            Level = accuracy == 1 ? 50 : Math.Log(share / (1 - share)),
            Lapse = 0,
            DocumentSpread = spread,
        };
        var given = Simulations.Count(sweeps, i => Analyse(reader, 16, new Seed(8).Derive($"{accuracy}", i)).D50.Tokens is not null);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"flat at {accuracy}, documents spread {spread}: a D50 in {given} of {sweeps}"));
        return given;
    }

    private static CurveResult Analyse(SimulatedReader reader, int documents, Seed seed) =>
        CurveAnalysis.Run(Simulations.Observations(new SimulatedSweep { Documents = documents }.Run(reader, seed)));
}
