using FluentAssertions;
using Haystack.Statistics;
using Haystack.Statistics.Curves;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class CurveTests
{
    [Fact]
    public void Two_distances_are_fitted_exactly()
    {
        // γ = λ = 0, d = 0 and d = 1: a = logit(30/40) = ln 3, a + b = logit(10/40) = −ln 3.
        var data = CurveData.From([.. Answers(0, 40, 30), .. Answers(1, 40, 10)])!;
        var fit = CurveFit.Free(data, CurveTerms.For(data), 0);
        fit.Level.Should().BeApproximately(Math.Log(3), 1e-4);
        fit.Slope.Should().BeApproximately(-2 * Math.Log(3), 1e-4);
    }

    [Fact]
    public void D50_and_D85_are_where_the_curve_says()
    {
        var (level, slope, chance, lapse) = (3.0, -0.4, 0.125, 0.05);
        double Accuracy(double x) => chance + (1 - chance - lapse) / (1 + Math.Exp(-level - slope * x));
        var half = SlopeRule.Half(1).Reach(level, slope, 1 - chance - lapse);
        (Accuracy(half) - chance).Should().BeApproximately((Accuracy(0) - chance) / 2, 1e-9);
        var keep = SlopeRule.Keep85(1, chance).Reach(level, slope, 1 - chance - lapse);
        Accuracy(keep).Should().BeApproximately(0.85 * Accuracy(0), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_score_is_the_derivative_of_the_likelihood(int rule)
    {
        var data = Data(new SimulatedReader { LengthEffect = -0.3, PositionEffect = 1 }, 8);
        SlopeRule[] rules = [SlopeRule.Free, SlopeRule.Flat, SlopeRule.Half(10), SlopeRule.Keep85(8, 0.125)];
        var likelihood = new CurveLikelihood(data, CurveTerms.For(data), rules[rule]);
        double[] at = [.. new[] { 2.0, -0.2, 0.1, 0.3, -0.5, -0.4 }.Where((_, i) => i != 1 || rules[rule].IsFree), 0.04];
        var score = new double[likelihood.Size];
        likelihood.Derivatives(at, score, new double[likelihood.Size, likelihood.Size]);
        for (var i = 0; i < at.Length; i++)
        {
            var (up, down) = ((double[])at.Clone(), (double[])at.Clone());
            up[i] += 1e-5;
            down[i] -= 1e-5;
            var slope = (likelihood.Value(up) - likelihood.Value(down)) / 2e-5;
            score[i].Should().BeApproximately(slope, 1e-3 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void The_profile_interval_is_the_one_a_grid_finds()
    {
        var data = CurveData.From([
            .. Answers(0, 60, 58), .. Answers(127, 60, 49), .. Answers(1023, 60, 35), .. Answers(4095, 60, 14), .. Answers(16383, 60, 6)])!;
        var terms = CurveTerms.For(data);
        var fit = CurveFit.Free(data, terms, 0);
        var profile = new ProfileInterval(data, terms, SlopeRule.Half, 0, fit.Tied, fit.Value, 3.841);
        var found = profile.Around(fit.Reach(SlopeRule.Half(1), fit.At, data));

        var inside = Enumerable.Range(700, 800).Select(i => i * 0.01).Where(x => 2 * (fit.Value - Best(x)) <= 3.841).ToArray();
        CurveData.Doublings(found.Low!.Value).Should().BeApproximately(inside[0], 0.02);
        CurveData.Doublings(found.High!.Value).Should().BeApproximately(inside[^1], 0.02);

        // The level of d = 0 and what parting adds, each over a grid.
        double Best(double half)
        {
            var likelihood = new CurveLikelihood(data, terms, SlopeRule.Half(half));
            return Enumerable.Range(0, 60).SelectMany(i => Enumerable.Range(-40, 80).Select(j => likelihood.Value([1 + i * 0.1, j * 0.1, 0]))).Max();
        }
    }

    [Fact]
    public void A_step_is_called_separated_and_bracketed()
    {
        var rows = Documents(12, d => d <= 1024 ? 1 : 0, 0, 256, 1024, 4096, 16384);
        var result = CurveAnalysis.Run(rows);
        result.Status.Should().Be(CurveStatus.Separated);
        result.D50.Tokens.Should().BeNull();
        result.Curve.Should().BeNull();
        result.D50.Low.Should().BeInRange(900, 1100);
        result.D50.High.Should().BeInRange(3700, 4300);
    }

    [Fact]
    public void A_perfect_reader_gets_no_D50_but_a_lower_limit()
    {
        var result = CurveAnalysis.Run(Documents(12, _ => 1, 0, 256, 1024, 4096, 16384));
        result.Status.Should().Be(CurveStatus.Perfect);
        result.D50.Tokens.Should().BeNull();
        result.D50.Beyond.Should().BeTrue();
        result.D50.Low.Should().BeInRange(14000, 16384);
        result.D50.High.Should().BeNull();
    }

    [Fact]
    public void A_reader_at_chance_has_nothing_to_fall_from()
    {
        var result = CurveAnalysis.Run(Documents(12, _ => 0, 0, 256, 1024, 4096, 16384));
        result.Status.Should().Be(CurveStatus.AtChance);
        result.D50.Should().Be(new TokenDistance());
    }

    [Fact]
    public void Terms_that_cannot_be_told_apart_are_left_out_and_named()
    {
        var result = CurveAnalysis.Run(Documents(12, d => d <= 1024 ? 1 : 0, 0, 256, 1024, 4096));
        result.Notes.Should().Contain(n => n.StartsWith("no term for log2_context", StringComparison.Ordinal))
            .And.Contain(n => n.StartsWith("no term for position:", StringComparison.Ordinal));
    }

    [Fact]
    public void Effects_of_length_and_position_do_not_move_the_slope()
    {
        var reader = new SimulatedReader { LengthEffect = -0.5, PositionEffect = 2, Lapse = 0 };
        var result = CurveAnalysis.Run(Observations(reader, 400));
        result.Status.Should().Be(CurveStatus.Fitted);
        result.Curve!.Slope.Should().BeApproximately((Math.Log(0.5) - Math.Log(0.5 + Math.Exp(-4)) - 4) / 11.0007, 0.05);
        result.Curve.Terms["log2_context"].Should().BeApproximately(-0.5, 0.15);
        result.Curve.Terms["position"].Should().BeApproximately(2, 0.4);
    }

    private static CurveData Data(SimulatedReader reader, int documents) => CurveData.From(Observations(reader, documents))!;

    private static CurveObservation[] Observations(SimulatedReader reader, int documents) =>
        Simulations.Observations(new SimulatedSweep { Documents = documents }.Run(reader, new Seed(3)));

    private static IEnumerable<CurveObservation> Answers(int distance, int n, int k) =>
        Enumerable.Range(0, n).Select(i => new CurveObservation($"{i}", distance, 4096, 0.5, 0, i < k) { HalfSpan = 0 });

    private static CurveObservation[] Documents(int documents, Func<int, double> accuracy, params int[] distances) =>
        [.. Enumerable.Range(0, documents).SelectMany(g => distances.Select(d =>
            new CurveObservation($"{g}", d, 32768, 0.5, 0.1, accuracy(d) > 0.5)))];
}
