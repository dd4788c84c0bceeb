using FluentAssertions;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class GateRuleTests
{
    [Theory]
    [InlineData(0.8, 0.05)]
    [InlineData(0.5, 0.1)]
    [InlineData(0.95, 0.03)]
    public void The_fixed_sample_keeps_both_promises_and_no_smaller_one_does(double threshold, double margin)
    {
        var gate = new FixedGate(new GateMargin(threshold, margin));
        var (wrongPass, wrongFail) = Errors(gate.Trials, gate.PassesFrom, gate.Margin);
        wrongPass.Should().BeLessThanOrEqualTo(0.05);
        wrongFail.Should().BeLessThanOrEqualTo(0.05);
        for (var n = gate.Trials - 20; n < gate.Trials; n++)
            Enumerable.Range(0, n + 1).Should().NotContain(k => Errors(n, k, gate.Margin).WrongPass <= 0.05 && Errors(n, k, gate.Margin).WrongFail <= 0.05);
    }

    [Theory]
    [InlineData(0.6, 0.1)]
    [InlineData(0.75, 0.15)]
    public void The_fixed_sample_is_the_one_that_trying_all_sizes_finds(double threshold, double margin)
    {
        var gate = new FixedGate(new GateMargin(threshold, margin));
        gate.Trials.Should().Be(Smallest(gate.Margin.Lower, gate.Margin.Upper));
    }

    [Fact]
    public void The_point_estimate_alone_never_passes()
    {
        var gate = new FixedGate(new GateMargin(0.8));
        gate.Decide(new Proportion(9, 10)).Should().Be(GateVerdict.Inconclusive);
        gate.Decide(new Proportion(40, 40)).Should().Be(GateVerdict.Pass);
        gate.Decide(new Proportion(10, 40)).Should().Be(GateVerdict.Fail);
        gate.Decide(new Proportion(0, 0)).Should().Be(GateVerdict.Inconclusive);
    }

    private static (double WrongPass, double WrongFail) Errors(int n, int cut, GateMargin margin) =>
        (1 - MathNet.Numerics.Distributions.Binomial.CDF(margin.Lower, n, cut - 1), MathNet.Numerics.Distributions.Binomial.CDF(margin.Upper, n, cut - 1));

    private static int Smallest(double lower, double upper) => Enumerable.Range(1, 200).First(n => Enumerable.Range(1, n).Any(k =>
        1 - MathNet.Numerics.Distributions.Binomial.CDF(lower, n, k - 1) <= 0.05 && MathNet.Numerics.Distributions.Binomial.CDF(upper, n, k - 1) <= 0.05));
}
