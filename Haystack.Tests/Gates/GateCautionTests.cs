using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Gates;

/// <summary>What a gate must not conclude from too little, and must not say against its own verdict.</summary>
public sealed partial class GateCautionTests
{
    [Fact]
    public void Sixty_right_answers_about_one_document_are_not_sixty()
    {
        var check = Accuracy(GateRuns.Of(1, 60, _ => 60), 0.8);
        check.Verdict.Should().Be(GateVerdict.Inconclusive);
        check.Text.Should().Contain("60/60").And.Contain("1 document: worth 15 independent answers").And.Contain("8 are needed");
    }

    [Fact]
    public void Right_answers_of_alike_documents_are_still_divided_by_the_least_design_effect()
    {
        // 8 documents of 8: 64 answers over 1 + 7·0.05 = 1.35 and over the doubt of 8 documents, (1.895/1.645)² = 1.327, are 35.
        var share = DocumentShare.Of(new FixedGate(new GateMargin(0.8)), [.. Enumerable.Repeat(new Proportion(8, 8), 8)]);
        share.Effective.Should().Be(35);
        share.Lower.Should().BeApproximately(Math.Pow(0.05, 1 / 35.0), 1e-9);
        share.Verdict.Should().Be(GateVerdict.Pass);
        Accuracy(GateRuns.Of(7, 8, _ => 8), 0.8).Verdict.Should().Be(GateVerdict.Inconclusive);
    }

    [Fact]
    public void Documents_of_unequal_size_count_by_their_weighted_size() =>
        // Σn² / Σn = (64 + 16) / 12.
        DocumentShare.LeastDesign([8, 4]).Should().BeApproximately(1 + (80 / 12.0 - 1) * 0.05, 1e-12);

    [Fact]
    public void The_printed_figures_lead_to_the_verdict_that_was_given() =>
        Gen.Select(Gen.Int[8, 40], Gen.Int[0, 100], Gen.Int[1, 99], Gen.Int[0, 1000]).Sample(
            (documents, percent, threshold, seed) =>
            {
                var stream = new Seed((ulong)seed).Stream();
                var check = Accuracy(GateRuns.Of(documents, 8, _ => Enumerable.Range(0, 8).Count(_ => stream.NextDouble() < percent / 100.0)), threshold / 100.0);
                var found = Figures().Match(check.Text);
                found.Success.Should().BeTrue(check.Text);
                double Of(string name) => double.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);
                var (passes, fails) = (Of("low") >= Of("from"), Of("high") <= Of("to"));
                var expected = (passes, fails) switch
                {
                    (true, false) => GateVerdict.Pass,
                    (false, true) => GateVerdict.Fail,
                    (true, true) => Of("share") >= threshold / 100.0 - 0.0005 ? check.Verdict : GateVerdict.Fail,
                    _ => GateVerdict.Inconclusive,
                };
                check.Verdict.Should().Be(expected, check.Text);
            },
            iter: 100);

    [Fact]
    public void A_comparison_over_few_documents_is_undecided_and_one_over_enough_passes()
    {
        NoWorse(GateRuns.Of(2, 40, _ => 38), GateRuns.Of(2, 40, _ => 38), 0.1).Should().Match<GateCheck>(
            c => c.Verdict == GateVerdict.Inconclusive && c.Text.Contains("2 documents in common, 8 are needed"));
        NoWorse(GateRuns.Of(40, 8, _ => 7), GateRuns.Of(40, 8, _ => 7), 0.1).Verdict.Should().Be(GateVerdict.Pass);
        NoWorse(GateRuns.Of(40, 8, _ => 5), GateRuns.Of(40, 8, _ => 8), 0.1).Verdict.Should().Be(GateVerdict.Fail);
    }

    [Fact]
    public void Answers_without_a_counterpart_leave_a_comparison_undecided() =>
        NoWorse(GateRuns.Of(20, 8, _ => 8), GateRuns.Of(40, 8, _ => 8), 0.1).Should().Match<GateCheck>(
            c => c.Verdict == GateVerdict.Inconclusive && c.Text.Contains("160 answers of run base and 0 of this one have no counterpart"));

    [Fact]
    public void The_other_run_is_narrowed_as_this_one_is()
    {
        var both = GateRuns.Of("base", from d in Enumerable.Range(0, 40) from c in Enumerable.Range(0, 8) select GateRuns.Row(d, c, c < 4 ? 0 : 1024, Outcome.Correct));
        AccuracyGate.ForRun(both, "r").AtDistance("1k").RequireNoWorseThan(both, 0.15).Decide().Verdict.Should().Be(GateVerdict.Pass);
    }

    [Fact]
    public void A_penalty_over_few_documents_is_undecided()
    {
        var few = GateRuns.Of("few", from d in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 8) select GateRuns.Row(d, c, c < 4 ? 0 : 1024, Outcome.Correct));
        AccuracyGate.ForRun(few, "r").RequirePenaltyAtMost(0.2).Decide().Checks.Single().Should().Match<GateCheck>(
            c => c.Verdict == GateVerdict.Inconclusive && c.Text.Contains("3 documents hold both distances"));
    }

    [Fact]
    public void The_penalty_is_held_to_both_ends_of_its_interval()
    {
        // Side by side all right, a thousand tokens apart every other one: the fall is 0.5.
        var run = GateRuns.Of("falls", from d in Enumerable.Range(0, 40)
                                       from c in Enumerable.Range(0, 8)
                                       select GateRuns.Row(d, c, c < 4 ? 0 : 1024, c < 6 ? Outcome.Correct : Outcome.OneHop));
        Verdict(0.3).Should().Be(GateVerdict.Fail);
        Verdict(0.5).Should().Be(GateVerdict.Inconclusive);
        Verdict(0.7).Should().Be(GateVerdict.Pass);

        GateVerdict Verdict(double most) => AccuracyGate.ForRun(run, "r").RequirePenaltyAtMost(most).Decide().Checks.Single().Verdict;
    }

    [Theory]
    [InlineData(80)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_refused(double share)
    {
        var gate = AccuracyGate.ForRun(GateRuns.Of(8, 8, _ => 8), "r");
        FluentActions.Invoking(() => gate.RequirePenaltyAtMost(share)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => gate.RequireNoWorseThan(SampleRuns.Typical, share)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => gate.RequireAccuracy(share)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => gate.RequireHallucinationAtMost(share)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void What_the_run_does_not_have_is_a_mistake_that_lists_what_it_has()
    {
        var gate = AccuracyGate.ForRun(SampleRuns.Typical, "r", "builtin/oracle").RequireAccuracy(0.1);
        Refused(gate.WithContext("3")).Should().Be("run typical has no context length 3 in the part asked for; it has 2k, 4k, 8k, 16k, 32k");
        Refused(gate.InFamily("rule")).Should().EndWith("it has link, sum");
        Refused(gate.InLanguage("zh")).Should().EndWith("it has en");
        Refused(gate.WithContext("2k").AtDistance("8k")).Should().Contain("no distance 8k").And.EndWith("it has 0, 256, 512, 1k");
        Refused(AccuracyGate.ForRun(GateRuns.Of(8, 8, _ => 8), "r").RequireHallucinationAtMost(0.1)).Should().Contain("no question absent").And.EndWith("it has pair");
        Refused(AccuracyGate.ForRun(GateRuns.Of(8, 8, _ => 8), "r").RequireD50("1k")).Should().Contain("one distance only");
        FluentActions.Invoking(() => AccuracyGate.ForRun(SampleRuns.Typical, "r", "qwq:32b")).Should().Throw<HaystackException>()
            .WithMessage("there is no qwq:32b in run typical; it has qwen3:8b,*");

        static string Refused(StoredGate gate) => FluentActions.Invoking(() => gate.Decide()).Should().Throw<HaystackException>().Which.Message;
    }

    private static GateCheck Accuracy(Haystack.Storage.RunData run, double threshold) =>
        AccuracyGate.ForRun(run, "r").RequireAccuracy(threshold).Decide().Checks.Single();

    private static GateCheck NoWorse(Haystack.Storage.RunData run, Haystack.Storage.RunData other, double by) =>
        AccuracyGate.ForRun(run, "r").RequireNoWorseThan(other with { Name = "base" }, by).Decide().Checks.Single();

    [GeneratedRegex(@"= (?<share>[0-9.]+), exact 95% bounds (?<low>[0-9.]+) and (?<high>[0-9.]+) .* lower bound is (?<from>[0-9.]+) or more, fails where the upper is (?<to>[0-9.]+) or less")]
    private static partial Regex Figures();
}
