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

    [Theory]
    [InlineData(0.8, 0.05, 1)]
    [InlineData(0.8, 0.05, 8)]
    [InlineData(0.9, 0.05, 8)]
    [InlineData(0.5, 0.1, 4)]
    public void The_sequential_rule_keeps_both_promises_exactly(double threshold, double margin, int look)
    {
        var gate = new SequentialGate(new GateMargin(threshold, margin), look);
        gate.At(gate.Margin.Lower).Pass.Should().BeLessThanOrEqualTo(0.05);
        gate.At(gate.Margin.Upper).Fail.Should().BeLessThanOrEqualTo(0.05);
        var middle = gate.At(threshold);
        (middle.Pass + middle.Fail).Should().BeApproximately(1, 1e-9);
    }

    [Theory]
    [InlineData(0.85, true)]
    [InlineData(0.75, false)]
    public void Two_thousand_simulated_gates_err_in_at_most_five_of_a_hundred_and_ask_less(double accuracy, bool right)
    {
        var gate = new SequentialGate(new GateMargin(0.8, 0.05), look: 8);
        var (wrong, asked) = Simulate(gate, accuracy, 2000, right);
        // The exact error is below 5%; three standard errors of 2,000 gates are 1.5%.
        wrong.Should().BeLessThanOrEqualTo(0.05 + 0.0146);
        asked.Should().BeLessThan(0.65 * new FixedGate(gate.Margin).Trials);
        asked.Should().BeApproximately(gate.At(accuracy).Trials, 0.05 * gate.At(accuracy).Trials);
    }

    [Fact]
    public void A_budget_too_small_ends_without_a_verdict()
    {
        var gate = new SequentialGate(new GateMargin(0.8, 0.05), look: 8, budget: 40);
        gate.Decide(new Proportion(32, 40)).Should().Be(GateVerdict.Inconclusive);
        gate.Decide(new Proportion(24, 32)).Should().Be(GateVerdict.Continue);
        gate.Decide(new Proportion(40, 40)).Should().Be(GateVerdict.Pass);
        gate.Decide(new Proportion(10, 40)).Should().Be(GateVerdict.Fail);
    }

    [Fact]
    public void Trials_that_are_not_answers_shift_the_looks_and_lose_none()
    {
        var gate = new SequentialGate(new GateMargin(0.8, 0.05), look: 8);
        // One answer of the first document is missing: no total is ever a multiple of 8.
        Proportion[] perfect = [new(7, 7), .. Enumerable.Repeat(new Proportion(8, 8), 8)];
        gate.Decide(perfect).Should().Be(GateVerdict.Pass);
        gate.Decide(new Proportion(31, 31)).Should().Be(GateVerdict.Pass);
        Proportion[] hopeless = [new(3, 7), .. Enumerable.Repeat(new Proportion(0, 7), 8)];
        gate.Decide(hopeless).Should().Be(GateVerdict.Fail);
        gate.Decide([new Proportion(7, 7)]).Should().Be(GateVerdict.Continue);
        gate.Decide([new Proportion(7, 7)], ended: true).Should().Be(GateVerdict.Inconclusive);
    }

    [Fact]
    public void The_first_verdict_stands_whatever_comes_after_it()
    {
        var gate = new SequentialGate(new GateMargin(0.8, 0.05), look: 8);
        gate.Decide([.. Enumerable.Repeat(new Proportion(8, 8), 4), .. Enumerable.Repeat(new Proportion(0, 8), 4)]).Should().Be(GateVerdict.Pass);
    }

    [Fact]
    public void The_design_effect_pays_for_answers_that_are_alike()
    {
        // Documents whose own accuracy varies with a correlation of 0.1 between their 8 answers: design effect 1.7.
        var plain = new SequentialGate(new GateMargin(0.8, 0.05), look: 8);
        var wide = new SequentialGate(new GateMargin(0.8, 0.05), look: 8, designEffect: 1.7);
        Simulate(plain, 0.75, 2000, right: false, correlation: 0.1).Wrong.Should().BeGreaterThan(0.06);
        Simulate(wide, 0.75, 2000, right: false, correlation: 0.1).Wrong.Should().BeLessThanOrEqualTo(0.05 + 0.0146);
    }

    private static (double Wrong, double Asked) Simulate(SequentialGate gate, double accuracy, int gates, bool right, double correlation = 0)
    {
        var (wrong, asked) = (0, 0L);
        for (var g = 0; g < gates; g++)
        {
            var stream = new Seed(17).Derive($"{accuracy}/{correlation}", g).Stream();
            var (k, n) = (0, 0);
            var verdict = GateVerdict.Continue;
            while (verdict == GateVerdict.Continue)
            {
                // A document copies its first answer with a chance of √ρ each: pairwise correlation ρ.
                var own = stream.NextDouble() < accuracy;
                for (var i = 0; i < gate.Look; i++)
                {
                    var copied = stream.NextDouble() < Math.Sqrt(correlation);
                    k += (copied ? own : stream.NextDouble() < accuracy) ? 1 : 0;
                }

                n += gate.Look;
                verdict = gate.Decide(new Proportion(k, n));
            }

            wrong += verdict == (right ? GateVerdict.Fail : GateVerdict.Pass) ? 1 : 0;
            asked += n;
        }

        return ((double)wrong / gates, (double)asked / gates);
    }

    private static (double WrongPass, double WrongFail) Errors(int n, int cut, GateMargin margin) =>
        (1 - MathNet.Numerics.Distributions.Binomial.CDF(margin.Lower, n, cut - 1), MathNet.Numerics.Distributions.Binomial.CDF(margin.Upper, n, cut - 1));

    private static int Smallest(double lower, double upper) => Enumerable.Range(1, 200).First(n => Enumerable.Range(1, n).Any(k =>
        1 - MathNet.Numerics.Distributions.Binomial.CDF(lower, n, k - 1) <= 0.05 && MathNet.Numerics.Distributions.Binomial.CDF(upper, n, k - 1) <= 0.05));
}
