using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Gates;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>When a model's replies are no measurement of it, and how sure one has to be to say so.</summary>
public sealed class CredibilityTests
{
    [Fact]
    public void A_model_of_whose_replies_a_fifth_can_be_read_is_hardly_ever_stopped_however_long_the_sweep()
    {
        const int Sweeps = 3_000;
        var random = new Random(12);
        var stopped = 0;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var doubt = new SequentialDoubt();
            for (var trial = 0; trial < 1_000 && !doubt.IsCertain; trial++)
                doubt.Add($"{trial / 26}", random.NextDouble() < Credibility.LeastRead);
            stopped += doubt.IsCertain ? 1 : 0;
        }

        stopped.Should().BeLessThanOrEqualTo(9, "one in a thousand is the bound, three times that is chance");
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(0.03, 90)]
    [InlineData(0.08, 400)]
    public void One_of_which_nearly_nothing_can_be_read_is_stopped_soon(double share, int within)
    {
        var random = new Random(3);
        var asked = Enumerable.Range(0, 200).Select(_ =>
        {
            var doubt = new SequentialDoubt();
            var trial = 0;
            for (; !doubt.IsCertain; trial++)
                doubt.Add($"{trial / 26}", random.NextDouble() < share);
            Credibility.IsDoubtful(doubt.Read).Should().BeTrue("what is stopped must not be found credible afterwards");
            return trial;
        });
        asked.Order().ElementAt(100).Should().BeLessThanOrEqualTo(within);
    }

    [Fact]
    public void What_is_in_flight_together_never_passes_the_point_at_which_it_is_certain()
    {
        var random = new Random(5);
        var doubt = new SequentialDoubt();
        for (var trial = 0; !doubt.IsCertain; trial++)
        {
            var (room, worst) = (doubt.Room, new SequentialDoubt());
            for (var i = 0; i < doubt.Read.Total; i++)
                worst.Add($"{i / 26}", i < doubt.Read.Successes);
            for (var more = 0; more < room; more++)
            {
                worst.IsCertain.Should().BeFalse();
                worst.Add("another", isRead: false);
            }

            (worst.IsCertain || trial == 0).Should().BeTrue();
            doubt.Add($"{trial / 26}", random.NextDouble() < 0.05);
        }
    }

    [Fact]
    public void One_document_alone_stops_nothing()
    {
        var doubt = new SequentialDoubt();
        for (var i = 0; i < 256; i++)
            doubt.Add("the only one", isRead: false);
        doubt.IsCertain.Should().BeFalse();
        doubt.Add("another", isRead: false);
        doubt.IsCertain.Should().BeTrue();
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 26, true)]
    [InlineData(1, 26, false)]
    [InlineData(1, 40, true)]
    [InlineData(20, 104, false)]
    [InlineData(5, 104, true)]
    [InlineData(0, 0, false)]
    public void In_the_end_a_fifth_has_to_be_excluded_by_the_exact_bound(int read, int all, bool isDoubtful) =>
        Credibility.IsDoubtful(new Proportion(read, all)).Should().Be(isDoubtful);

    [Theory]
    [InlineData(Outcome.Abstained)]
    [InlineData(Outcome.Invented)]
    [InlineData(Outcome.OneHop)]
    [InlineData(Outcome.OtherChain)]
    [InlineData(Outcome.Ambiguous)]
    public void Who_answers_in_form_is_credible_however_wrong(Outcome outcome) =>
        Credibility.Of(Rows(104, outcome)).Should().BeNull();

    [Fact]
    public void Right_refusals_alone_are_credible() =>
        Credibility.Of([.. Rows(104, Outcome.Correct).Select(t => t with { Arm = Arm.Absent, Answer = null })]).Should().BeNull();

    [Theory]
    [InlineData(Outcome.Empty)]
    [InlineData(Outcome.CappedOutput)]
    [InlineData(Outcome.Loop)]
    [InlineData(Outcome.Unparsed)]
    [InlineData(Outcome.Invalid)]
    [InlineData(Outcome.Truncated)]
    [InlineData(Outcome.Failed)]
    public void A_gate_on_replies_that_came_to_nothing_is_refused_and_no_verdict(Outcome outcome)
    {
        var run = GateRuns.Of("run", Rows(104, outcome));
        // Nothing said is nothing invented: without the refusal it would pass.
        var gate = AccuracyGate.ForRun(run, "run").WithArm(Arm.Absent).RequireAccuracy(0.5);
        var result = gate.Decide();
        result.TooManyInvalid.Should().BeTrue();
        result.Message.Should().Contain("refused: ");
    }

    [Fact]
    public void The_commonest_reason_is_quoted_with_a_reply_whatever_numbers_it_tells()
    {
        var rows = Enumerable.Range(0, 60).Select(i => GateRuns.Row(i, 0, 0, Outcome.Invalid) with
        {
            Response = "",
            Thinking = "so it is Quillhaven",
            Reading = i < 40 ? $"as planned\nthe reply has no text, although the server counted {300 + i} output tokens" : "as planned\nsomething else",
        });
        var doubt = Credibility.Of([.. rows])!;
        doubt.ReasonCount.Should().Be(40);
        doubt.Text.Should().Contain("60 of 60 replies").And.Contain("although the server counted 3").And.Contain("the thinking “so it is Quillhaven”");
    }

    private static TrialRow[] Rows(int count, Outcome outcome) =>
        [.. Enumerable.Range(0, count).Select(i => GateRuns.Row(i / 8, i % 8, 1024, outcome) with { Arm = Arm.Absent })];
}
