using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class FitReportTests
{
    private static readonly IReadOnlyList<TrialRow> Rows =
        new SimulatedSweep { Documents = 24, SingleFacts = 0.9 }.Run(new SimulatedReader { Level = 6 }, new Seed(4));

    private static readonly FitReport Report = FitReport.From(Rows).Single();

    [Fact]
    public void A_model_that_forgets_gets_a_D50_with_an_interval_around_it()
    {
        var d50 = Report.Accuracy.D50;
        Report.Accuracy.Status.Should().Be(CurveStatus.Fitted);
        d50.Tokens.Should().BeInRange(d50.Low!.Value, d50.High!.Value);
        // 85% is kept up to 223 tokens, and nothing was asked between 0 and 256.
        Report.Accuracy.D85.InGap.Should().BeTrue();
        Report.Accuracy.D85.Tokens.Should().BeNull();
        Report.Accuracy.D85.High.Should().BeGreaterThan(223).And.BeLessThan(d50.High!.Value);
        Report.Penalty!.NearTokens.Should().Be(0);
        Report.Penalty.DropInterval!.Value.Low.Should().BePositive();
    }

    /// <summary>An effect of distance that is sure at one-sided 0.0005 is asked for: the sweep above is at 0.001.</summary>
    [Fact]
    public void A_fall_that_is_sure_is_told_per_doubling_and_one_that_is_not_is_not()
    {
        var sure = FitReport.From(new SimulatedSweep { Documents = 48, SingleFacts = 0.9 }.Run(new SimulatedReader { Level = 6 }, new Seed(5))).Single().Accuracy;
        sure.DistanceEffectP.Should().BeLessThan(0.0005);
        sure.ChangePerDoubling.Should().BeNegative();
        sure.ChangePerDoublingInterval!.Value.High.Should().BeNegative();
        Report.Accuracy.DistanceEffectP.Should().BeInRange(0.0005, 0.005);
        Report.Accuracy.ChangePerDoubling.Should().BeNull();
        Report.Accuracy.ChangePerDoublingInterval.Should().BeNull();
    }

    [Fact]
    public void The_combination_rate_leaves_out_chains_whose_facts_were_not_found()
    {
        var found = Rows.Where(t => t.Arm != Arm.Pair).GroupBy(t => (t.DocumentId, t.Chain))
            .Count(g => g.All(t => t.Outcome == Outcome.Correct));
        Report.Combination!.ByDistance.Sum(d => d.Proportion.Total).Should().Be(found).And.BeLessThan(Report.PairAnswers);
        // So few chains do not show where the fall ends: there is a curve, and how far D50 must be at least.
        Report.Combination.Status.Should().Be(CurveStatus.Fitted);
        Report.Combination.D50.Low.Should().BePositive();
    }

    [Fact]
    public void Decomposition_is_the_pair_against_both_facts_alone()
    {
        var side = Report.Decomposition[0];
        side.DistanceTokens.Should().Be(0);
        side.Both.Successes.Should().BeInRange(side.First.Successes + side.Second.Successes - side.Both.Total, Math.Min(side.First.Successes, side.Second.Successes));
        side.Difference.Should().BeApproximately(side.Pair.Value!.Value - side.Both.Value!.Value, 1e-12);
        side.DifferenceInterval!.Value.Low.Should().BeLessThan(side.Difference);
        // Far apart the pair fails while both facts are still found.
        Report.Decomposition[^1].DifferenceInterval!.Value.High.Should().BeNegative();
    }

    [Fact]
    public void The_same_rows_and_seed_give_the_same_report() =>
        Json(FitReport.From(Rows).Single()).Should().Be(Json(Report));

    [Fact]
    public void The_order_of_rows_changes_nothing_but_the_resampling()
    {
        var turned = FitReport.From(Rows.Reverse()).Single();
        turned.Accuracy.D50.Tokens!.Value.Should().BeApproximately(Report.Accuracy.D50.Tokens!.Value, 1e-3 * Report.Accuracy.D50.Tokens.Value);
        turned.PairAnswers.Should().Be(Report.PairAnswers);
    }

    [Fact]
    public void Trials_that_are_not_answers_count_as_invalid_and_never_as_wrong()
    {
        TrialRow[] holed = [.. Rows, .. Rows.Take(30).Select(t => t with { Key = t.Key + "x", Chain = t.Chain + 100, Outcome = Outcome.Truncated })];
        var report = FitReport.From(holed).Single();
        report.Invalid.Should().Be(30);
        report.PairAnswers.Should().Be(Report.PairAnswers);
        // They could have been either: the limits allow for both.
        report.Accuracy.D50.Low.Should().BeLessThanOrEqualTo(Report.Accuracy.D50.Low!.Value);
        report.Accuracy.D50.High.Should().BeGreaterThanOrEqualTo(Report.Accuracy.D50.High!.Value);
    }

    [Fact]
    public void Hallucination_is_told_by_why_the_text_does_not_say_where_the_stored_facts_tell()
    {
        // Chain 50 lacks its first fact, 51 its last, of 52 nothing is stored.
        Outcome[] outcomes = [Outcome.Invented, Outcome.Correct, Outcome.OneHop];
        TrialRow[] absent = [.. outcomes.Select((o, i) => Rows[0] with { Arm = Arm.Absent, DistanceTokens = null, Chain = 50 + i, Outcome = o })];
        var document = SampleRuns.Typical.Documents[0] with { Id = Rows[0].DocumentId, Facts = [new(50, 2, "a", 0, 1, 0, 1, "", ""), new(51, 1, "b", 1, 2, 1, 2, "", "")] };
        var run = SampleRuns.Typical with { Trials = [.. Rows, .. absent], Documents = [document] };
        var report = FitReport.From(run).Single();
        report.HallucinationKinds.Should().Be(new AbsentKinds(new Proportion(1, 1), new Proportion(0, 1)));
        report.Hallucination.Should().Be(new Proportion(2, 3));
        ReadingWords.Kinds(report.HallucinationKinds).Should().Equal("subject absent 1/1", "half known 0/1");
        ReadingWords.Kinds(FitReport.From([.. Rows, .. absent]).Single().HallucinationKinds).Should().BeEmpty();
    }

    [Fact]
    public void Hallucination_counts_stated_values_among_absent_answers()
    {
        Outcome[] outcomes = [Outcome.Correct, Outcome.Invented, Outcome.OtherChain, Outcome.OneHop, Outcome.Unparsed, Outcome.Failed];
        var absent = outcomes.Select((o, i) => Rows[0] with { Arm = Arm.Absent, DistanceTokens = null, Chain = 50 + i, Outcome = o });
        FitReport.From([.. Rows, .. absent]).Single().Hallucination.Should().Be(new Proportion(3, 5));
    }

    [Fact]
    public void Other_placements_of_the_question_are_left_out_and_said_so()
    {
        var before = Rows.Take(40).Select(t => t with { QuestionPlacement = "before", Outcome = Outcome.Invented });
        var report = FitReport.From([.. Rows, .. before]).Single();
        report.PairAnswers.Should().Be(Report.PairAnswers);
        report.Notes.Should().ContainSingle().Which.Should().EndWith("40 others are left out");
    }

    [Fact]
    public void The_JSON_has_the_promised_fields_and_null_for_what_is_missing()
    {
        using var json = JsonDocument.Parse(Json(Report));
        var root = json.RootElement;
        foreach (var name in new[] { "model", "d50", "d50_low", "d50_high", "d50_beyond", "d85", "d85_low", "penalty", "per_doubling", "per_doubling_low", "lapse", "gamma", "hallucination", "combination", "decomposition", "accuracy_at", "effort", "notes" })
            root.TryGetProperty(name, out _).Should().BeTrue(name);
        root.GetProperty("hallucination").GetProperty("rate").ValueKind.Should().Be(JsonValueKind.Null);
        root.GetProperty("accuracy_at").EnumerateArray().Select(a => a.GetProperty("at").GetString()).Should().Equal("0", "1k", "8k", "max");
    }

    [Fact]
    public void Nothing_but_failures_makes_a_report_all_the_same()
    {
        var report = FitReport.From(Rows.Take(20).Select(t => t with { Outcome = Outcome.Failed })).Single();
        report.Accuracy.Status.Should().Be(CurveStatus.TooFew);
        report.Penalty.Should().BeNull();
        Json(report).Should().Contain("\"d50\":null");
    }

    [Fact]
    public void Effort_and_prompt_tokens_are_read_from_the_rows()
    {
        var far = Report.Effort[^1];
        far.DistanceTokens.Should().Be(14336);
        far.ThinkingTokens!.Median.Should().Be(100 + 1433);
        far.Seconds!.Lower.Should().BeApproximately(15.336, 1e-9);
        Report.PromptTokens.Computed.Should().Be(Report.PromptTokens.Sent - Report.PromptTokens.Cached);
        Quartiles.Of([1, 2, 3, 4])!.Should().Be(new Quartiles(4, 1.75, 2.5, 3.25));
        Quartiles.Of([]).Should().BeNull();
    }

    private static string Json(FitReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            FitReportJson.Write(json, report);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
