using FluentAssertions;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Xunit;

namespace Haystack.Tests.Planning;

public sealed class TrialsTests
{
    private static readonly SweepOptions Options = new();

    private static DocumentPlan Plan(int index, SweepOptions? options = null) =>
        new DocumentPlanner(options ?? Options, "corpus", "link", "en", 4096, [0, 256, 512, 1024], Arrangement.Spread).Plan(index);

    [Fact]
    public void Which_question_fills_the_cache_goes_round_the_arms_and_then_the_chains()
    {
        var firsts = Enumerable.Range(0, 48).Select(i => Trials.InOrder(Plan(i), Options, 4)[0]).ToList();
        firsts.GroupBy(t => t.Arm).Select(g => g.Count()).Should().Equal(12, 12, 12, 12);
        firsts.Where(t => t.Arm == Arm.Pair).Select(t => t.Chain).Distinct().Should().HaveCount(8);
        firsts.Should().OnlyContain(t => t.AskedAs == 0);
    }

    [Fact]
    public void Every_question_is_asked_once_whatever_comes_first_and_each_place_in_the_order_is_taken_once()
    {
        for (var index = 0; index < 30; index++)
        {
            var asked = Trials.InOrder(Plan(index), Options, controls: 0);
            asked.Should().HaveCount(Options.QuestionsPerDocument);
            asked.Select(t => (t.Chain, t.Arm)).Should().BeEquivalentTo(Trials.About(Plan(index), Options.Placements, Options.Arms).Select(t => (t.Chain, t.Arm)));
            asked.Select(t => t.AskedAs).Should().Equal(Enumerable.Range(0, 26).Select(i => (int?)i));
            asked.Should().OnlyContain(t => t.Cold == null && !t.IsControl);
        }
    }

    [Fact]
    public void Cold_controls_come_last_one_of_each_arm_and_never_the_question_that_filled_the_cache()
    {
        var controls = new List<Trial>();
        for (var index = 0; index < 64; index++)
        {
            var asked = Trials.InOrder(Plan(index), Options, controls: 4);
            asked.Take(26).Should().OnlyContain(t => !t.IsControl);
            var cold = asked.Skip(26).ToList();
            cold.Select(t => t.Arm).Should().BeEquivalentTo(Options.Arms);
            cold.Should().OnlyContain(t => t.IsControl).And.OnlyHaveUniqueItems(t => t.Cold);
            cold.Select(t => (t.Chain, t.Arm)).Should().NotContain((asked[0].Chain, asked[0].Arm));
            controls.AddRange(cold);
        }

        controls.Where(t => t.Arm == Arm.Pair).GroupBy(t => t.Chain).Should().HaveCount(8);
    }

    [Fact]
    public void With_the_cache_off_every_question_has_a_number_of_its_own()
    {
        var asked = Trials.InOrder(Plan(3), Options with { Cache = CacheMode.Off }, controls: 0);
        asked.Select(t => t.Cold).Should().Equal(Enumerable.Range(0, 26).Select(i => (int?)i));
    }

    [Theory]
    [InlineData("en", QuestionPlacement.After)]
    [InlineData("en", QuestionPlacement.Before)]
    [InlineData("zh", QuestionPlacement.After)]
    [InlineData("zh", QuestionPlacement.Before)]
    public void An_instruction_has_many_other_wordings_that_differ_at_their_very_beginning(string language, QuestionPlacement placement)
    {
        var wording = PromptText.For(language);
        var question = new Question { Arm = Arm.Pair, Text = "Where?", Answer = "a", Accepted = ["a"], Kind = AnswerKind.Name, Intermediates = [], Choices = [], ChanceLevel = 0 };
        var head = wording.Head(placement, question);
        var tail = head[^6..];
        var others = wording.OtherHeads(placement, question).ToList();
        others.Should().HaveCountGreaterThan(100).And.OnlyHaveUniqueItems().And.NotContain(head);
        others.Take(12).Select(o => o[..4]).Should().NotContain(head[..4], "those asked for first share nothing with it");
        others.Select(o => o[^6..]).Should().OnlyContain(end => end == tail, "the seam to the document stays as it is");
    }
}
