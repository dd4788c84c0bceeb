using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Gates;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>What ambiguous replies could change is said beside every figure that they could change.</summary>
public sealed class ReadingFiguresTests
{
    [Fact]
    public void Accuracy_is_bounded_by_all_ambiguous_replies_wrong_and_right()
    {
        var rows = Enumerable.Range(0, 10).SelectMany(d => Enumerable.Range(0, 10).Select(c =>
            GateRuns.Row(d, c, c < 5 ? 0 : 4096, c is 4 or 9 && d < 5 ? Outcome.Ambiguous : c is 3 or 8 or 7 ? Outcome.OneHop : Outcome.Correct))).ToArray();
        var fit = FitReport.From(rows).Single();
        var reading = fit.Reading;
        reading.Right.Should().Be(new Proportion(60, 100));
        reading.Ambiguous.Should().Be(new Proportion(10, 100));
        reading.AmbiguousByDistance.Should().BeEquivalentTo(new Dictionary<int, int> { [0] = 5, [4096] = 5 });
        ReadingWords.Range(reading.Right, reading.AmbiguousPairs).Should().Be("60–70% by reading");
        // Near 35 of 50, far 25 of 50; five more could be right on either side.
        fit.Penalty!.Drop.Should().BeApproximately(0.2, 1e-9);
        reading.Penalty!.Value.Low.Should().BeApproximately(0.1, 1e-9);
        reading.Penalty!.Value.High.Should().BeApproximately(0.3, 1e-9);
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_ambiguous()
    {
        var reading = FitReport.From(SampleRuns.OneCell.Trials).Single().Reading;
        (reading.D50, reading.Penalty, reading.Forms, reading.Error).Should().Be((null, null, null, null));
        ReadingWords.Notes(reading).Should().BeEmpty();
        ReadingWords.Range(reading.Right, 0).Should().BeEmpty();
    }

    [Fact]
    public void D50_by_reading_holds_the_estimate_with_all_of_them_wrong()
    {
        var fit = FitReport.From(AmbiguousRun.Run).Single();
        var bounds = fit.Reading.D50!;
        bounds.Low.Should().BeGreaterThanOrEqualTo(fit.Accuracy.D50.Low!.Value, "the limits of the headline hold every reading");
        bounds.Low.Should().BeLessThan(bounds.High ?? double.PositiveInfinity);
        ReadingWords.D50(fit.Reading).Should().MatchRegex("^D50 [0-9.]+k? to (> )?[0-9.]+k? by reading");
        ReadingWords.Notes(fit.Reading).Single().Should().Contain("answers (6%) are ambiguous and count as wrong").And.Contain("by reading");
    }

    [Fact]
    public void An_ambiguous_reply_where_the_text_does_not_say_counts_as_a_stated_value()
    {
        TrialRow[] rows = [.. Enumerable.Range(0, 20).Select(i => GateRuns.Row(i, 0, 0, i < 4 ? Outcome.Ambiguous : Outcome.Correct) with { Arm = Arm.Absent, DistanceTokens = null })];
        var fit = FitReport.From(rows).Single();
        fit.Hallucination.Should().Be(new Proportion(4, 20));
        fit.Reading.AmbiguousAbsent.Should().Be(4);
        ReadingWords.Range(ReadingWords.Without(fit.Hallucination, 4), 4).Should().Be("0–20% by reading");
    }

    [Fact]
    public void How_the_replies_answered_is_told_of_those_that_say()
    {
        string?[] forms = ["form", "form", "mark_then_more", "no_mark", "other_mark", "sung", null];
        var found = Haystack.Analysis.AnswerForms.Of(forms.Select((f, i) => Rows.Trial(i) with { AnswerForm = f }))!;
        found.Should().Be(new Haystack.Analysis.AnswerForms(2, 1, 1, 1, 1));
        ReadingWords.Of(found).Should().Be("33% as asked; 17% the mark, then more; 17% another mark; 17% no mark; 17% otherwise");
    }

    [Theory]
    [InlineData(23, 40, "58%")]
    [InlineData(35, 40, "88%")]
    [InlineData(1, 8, "13%")]
    [InlineData(1, 1000, "1%")]
    [InlineData(999, 1000, "99%")]
    [InlineData(0, 7, "0%")]
    public void Whole_per_cents_are_rounded_halves_up(int k, int n, string expected) =>
        Haystack.Plots.TokenText.Percent(new Proportion(k, n)).Should().Be(expected);

    [Fact]
    public void A_comparison_says_what_ambiguous_replies_could_make_of_it()
    {
        TrialRow[] Side(Func<int, Outcome> outcome) => [.. Enumerable.Range(0, 40).Select(i => GateRuns.Row(i, 0, 1024, outcome(i)))];
        var comparison = PairedComparison.Between(
            ("a", Side(i => i < 20 ? Outcome.Correct : Outcome.OneHop)),
            ("b", Side(i => i < 32 ? Outcome.Correct : i < 36 ? Outcome.Ambiguous : Outcome.OneHop)), Arm.Pair);
        comparison.Ambiguous.Should().Be(4);
        comparison.DifferenceByReading!.Value.Low.Should().BeApproximately(0.3, 1e-9);
        comparison.DifferenceByReading!.Value.High.Should().BeApproximately(0.4, 1e-9);
        comparison.Conclusion.Should().Contain("4 ambiguous replies count as wrong: by reading the difference is +30.0 to +40.0 points");
    }

    [Fact]
    public void Single_facts_side_by_side_that_nobody_finds_are_a_broken_set_up()
    {
        var broken = Enumerable.Range(0, 20).Select(i => GateRuns.Row(i, 0, 0, i == 0 ? Outcome.Correct : Outcome.Empty) with { Arm = Arm.First });
        var check = SetupCheck.Of(broken)!;
        ReadingWords.Of(check).Should().StartWith("single facts side by side are right in 1 of 20 answers (5%): the set-up fails, not the distance; most often: empty");
        SetupCheck.Of(Enumerable.Range(0, 20).Select(i => GateRuns.Row(i, 0, 0, i < 8 ? Outcome.Correct : Outcome.Empty) with { Arm = Arm.First })).Should().BeNull();
        SetupCheck.Of(Enumerable.Range(0, 5).Select(i => GateRuns.Row(i, 0, 0, Outcome.Empty))).Should().BeNull("five answers tell nothing");
    }
}
