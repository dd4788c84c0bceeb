using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Statistics.Comparing;
using Haystack.Statistics.Curves;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>Few documents: nothing is claimed that chance alone brings about.</summary>
public sealed class SmallSampleTests
{
    private static readonly SimulatedReader Reader = new() { DocumentSpread = 0.7 };

    [Theory]
    // Each document the other way round is as likely: 2 of 2^n ways are as one-sided as n alike.
    [InlineData(new[] { 1, 1, 1 }, 0.25)]
    [InlineData(new[] { 3, -1, 0 }, 1)]
    [InlineData(new[] { 2, 2, 2, 2, 2, 2 }, 0.03125)]
    [InlineData(new int[0], 1)]
    public void The_test_over_documents_counts_every_way(int[] gains, double p) =>
        SignFlips.P(gains).Should().BeApproximately(p, 1e-12);

    [Fact]
    public void One_answer_a_document_is_McNemars_exact_test()
    {
        int[] gains = [.. Enumerable.Repeat(1, 9), .. Enumerable.Repeat(-1, 2), 0, 0];
        SignFlips.P(gains).Should().BeApproximately(McNemar.ExactP(2, 9), 1e-12);
        SignFlips.P(Enumerable.Repeat(1, 300).Concat(Enumerable.Repeat(-1, 250))).Should().BeApproximately(McNemar.ExactP(250, 300), 0.005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Two_equal_models_are_told_apart_in_at_most_5_of_100_runs(int documents)
    {
        var sweep = new SimulatedSweep { Documents = documents };
        var found = Simulations.Each(100, i => PairedComparison.Between(
            ("a", sweep.Run(Reader, new Seed(3).Derive("a", i))), ("b", sweep.Run(Reader, new Seed(3).Derive("b", i))), Arm.Pair));
        // At a true rate of 5% more than 11 of 100 happen in 1 of 200 such tests.
        found.Count(IsClaim).Should().BeLessThanOrEqualTo(11);
        found.Should().OnlyContain(c => c.DifferenceInterval == null == c.Documents < 8);
        found.Should().NotContain(c => c.DifferenceInterval != null && c.DifferenceInterval.Value.High - c.DifferenceInterval.Value.Low < 0.01);
    }

    [Fact]
    public void Of_six_equal_models_none_is_called_better_in_19_of_20_runs()
    {
        var sweep = new SimulatedSweep { Documents = 8 };
        var wrong = Simulations.Count(60, i => PairedComparison.WithinRun(new RunData
        {
            Name = "run",
            Manifest = new Dictionary<string, string>(),
            Models = [],
            Documents = [],
            Trials = [.. Enumerable.Range(0, 6).SelectMany(m => sweep.Run(Reader, new Seed(4).Derive($"{m}", i), $"model {m}"))],
        }).Any(c => IsClaim(c) || !c.Conclusion.Contains("; in none of the ", StringComparison.Ordinal)));
        // At 5% more than 8 of 60 happen in 1 of 300 such tests.
        wrong.Should().BeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Questions_without_an_answer_count_against_whoever_is_better()
    {
        var sweep = new SimulatedSweep { Documents = 16 };
        var a = sweep.Run(Reader, new Seed(5).Derive("a"));
        // B is the same reader, but a third of what it gets wrong comes to nothing.
        var b = sweep.Run(Reader, new Seed(5).Derive("b"))
            .Select((t, i) => t.Outcome != Outcome.Correct && i % 3 == 0 ? t with { Outcome = Outcome.Failed } : t).ToArray();
        var comparison = PairedComparison.Between(("a", a), ("b", b), Arm.Pair);
        comparison.Unanswered.Should().BePositive();
        IsClaim(comparison).Should().BeFalse();
        comparison.Conclusion.Should().Contain("have no answer of one or both");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void No_plan_is_recommended_that_concludes_nothing(double difference) =>
        Power.DocumentsToDetect(difference).Should().BeGreaterThanOrEqualTo(8);

    [Theory]
    [InlineData(4, 0)]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    public void A_penalty_has_a_cautious_interval_or_none(int documents, double given)
    {
        var sweep = new SimulatedSweep { Contexts = [16384], Distances = [0, 2048], Documents = documents, Chains = 2 };
        var reader = new SimulatedReader();
        var truth = reader.Accuracy(0, 8192, 0.5, 0) - reader.Accuracy(2048, 8192, 0.5, 0);
        var found = Simulations.Each(200, i => DistancePenalties.From(ChainTable.From(sweep.Run(reader, new Seed(6).Derive("penalty", i)))).Single().DropInterval);
        found.Count(i => i is not null).Should().Be((int)(200 * given));
        found.Should().NotContain(i => i != null && i.Value.High - i.Value.Low < 0.1);
        // At a true coverage of 95% fewer than 181 of 200 happen in 1 of 300 such tests.
        found.Count(i => i is null || (i.Value.Low <= truth && truth <= i.Value.High)).Should().BeGreaterThan(180);
    }

    [Theory]
    [InlineData(2048, 10, 0.02)]
    [InlineData(2048, 6, 0.2)]
    public void The_interval_of_D85_covers_the_truth(int half, double level, double lapse)
    {
        var reader = new SimulatedReader { HalfAt = half, Level = level, Lapse = lapse };
        var truth = Enumerable.Range(0, 100_000).First(d => reader.Accuracy(d, 8192, 0.5, 0) <= 0.85 * reader.Accuracy(0, 8192, 0.5, 0));
        var found = Simulations.Each(60, i => FindingsBuilder.Accuracy(ChainTable.From(new SimulatedSweep().Run(reader, new Seed(9).Derive("D85", i)))).D85);
        found.Count(d => d.Low <= truth && !(d.High < truth)).Should().BeGreaterThanOrEqualTo(51);
    }

    [Theory]
    [InlineData(2048, 10)]
    [InlineData(512, 4)]
    public void The_likelihood_ratio_at_the_estimate_is_zero(int half, double level)
    {
        var data = CurveData.From(Simulations.Observations(new SimulatedSweep().Run(new SimulatedReader { HalfAt = half, Level = level }, new Seed(1))))!;
        var terms = CurveTerms.For(data);
        var fit = CurveFit.Free(data, terms, CurveAnalysis.MaxLapse);
        foreach (var rule in new Func<double, SlopeRule>[] { SlopeRule.Half, x => SlopeRule.Keep85(x, data.MeanChance) })
        {
            var estimate = fit.Reach(rule(1), fit.At, data);
            var profile = new ProfileInterval(data, terms, rule, CurveAnalysis.MaxLapse, fit.Tied, fit.Value, 3.84);
            profile.Ratio(CurveData.Doublings(data.MaxDistance)).Should().BePositive();
            // Nearer than the smallest distance asked the curve says nothing: D85 of the shallow reader has limits alone.
            if (estimate < data.X.Where(x => x > 0).Min())
            {
                profile.Around(estimate).Should().Match<TokenDistance>(d => d.InGap && d.Tokens == null);
                continue;
            }

            // Also after a climb that ended at a saturated point far away.
            profile.Ratio(estimate).Should().BeLessThan(1e-3);
        }
    }

    private static bool IsClaim(Comparison comparison) => comparison.Conclusion.Contains("is right more often", StringComparison.Ordinal);
}
