using FluentAssertions;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class ExactTests
{
    [Theory]
    // Published tables of the exact 95% interval (Clopper and Pearson, 1934; Newcombe, 1998).
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void The_exact_interval_is_the_published_one(int k, int n, double low, double high)
    {
        var interval = ClopperPearson.Interval(new Proportion(k, n))!.Value;
        interval.Low.Should().BeApproximately(low, 5e-5);
        interval.High.Should().BeApproximately(high, 5e-5);
    }

    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_Wilson_interval_is_the_published_one(int k, int n, double low, double high)
    {
        // R. G. Newcombe, Statistics in Medicine 17 (1998), Table I, method 3.
        var interval = Wilson.Interval95(new Proportion(k, n))!.Value;
        interval.Low.Should().BeApproximately(low, 5e-5);
        interval.High.Should().BeApproximately(high, 5e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(59)]
    public void The_one_sided_limit_of_none_is_the_root_of_the_level(int n)
    {
        ClopperPearson.Upper(new Proportion(0, n)).Should().BeApproximately(1 - Math.Pow(0.05, 1.0 / n), 1e-7);
        ClopperPearson.Lower(new Proportion(n, n)).Should().BeApproximately(Math.Pow(0.05, 1.0 / n), 1e-7);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.37)]
    [InlineData(0.8)]
    public void The_exact_interval_misses_in_at_most_five_of_a_hundred(double truth)
    {
        foreach (var n in new[] { 5, 17, 60 })
        {
            var missed = Enumerable.Range(0, n + 1)
                .Where(k => ClopperPearson.Interval(new Proportion(k, n))!.Value is var i && (truth < i.Low || truth > i.High))
                .Sum(k => MathNet.Numerics.Distributions.Binomial.PMF(truth, n, k));
            missed.Should().BeLessThanOrEqualTo(0.05);
        }
    }

    [Fact]
    public void Nothing_of_nothing_has_no_interval() => ClopperPearson.Interval(new Proportion(0, 0)).Should().BeNull();

    [Theory]
    // By hand: 2·Σ C(n, i) / 2^n over the smaller tail.
    [InlineData(0, 0, 1.0)]
    [InlineData(0, 6, 2.0 / 64)]
    [InlineData(8, 1, 2.0 * 10 / 512)]
    [InlineData(5, 5, 1.0)]
    [InlineData(2, 10, 2.0 * (1 + 12 + 66) / 4096)]
    public void McNemar_is_the_two_sided_sign_test(int onlyA, int onlyB, double p) =>
        McNemar.ExactP(onlyA, onlyB).Should().BeApproximately(p, 1e-12);

    [Fact]
    public void Holm_steps_down()
    {
        Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Should().Equal([0.03, 0.06, 0.06, 0.02], (a, b) => Math.Abs(a - b) < 1e-12);
        Holm.Adjust([0.6, 0.7]).Should().Equal(1, 1);
        Holm.Adjust([]).Should().BeEmpty();
    }
}
