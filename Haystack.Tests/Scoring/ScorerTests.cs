using CsCheck;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class ScorerTests
{
    private static readonly string[] Pieces =
    [
        "<think>", "</think>", "<|channel|>", "<|message|>", "final", "Answer:", "答案：", "\\boxed{", "}", "{\"answer\":", "\"", "[", "]",
        "**", "\n", " ", "Tavrenko", "Brinmoor", "not ", " or ", "wait, ", "(", ")", "423", ",", ".", "=", "万", "三", "年", "月", "日", "March",
        "1887", "-", "\\", "$", "的", "the text does not say", "\ud83d", "\u0301", "\0", "`", "?", "/", "<answer>", "</answer>", "first", "before",
    ];

    [Fact]
    public void Nothing_that_a_model_writes_makes_scoring_fail()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Select(p => string.Concat(p)).Sample(
            text =>
            {
                foreach (var kind in Enum.GetValues<AnswerKind>())
                {
                    var scored = Score(text, kind);
                    scored.Reading.Should().NotBeEmpty();
                    Score(text, kind).Outcome.Should().Be(scored.Outcome);
                }
            },
            iter: 1_500);
    }

    [Fact]
    public void What_an_answer_means_never_decides_how_it_is_read()
    {
        // The right and the wrong value exchanged: every reply that was right is now wrong, by the same reading.
        foreach (var gold in GoldSet.All.Where(c => c.Expected == Outcome.Correct && !c.Question.ExpectsAbstention && c.Question.Intermediates.Count > 0))
        {
            var swapped = gold with
            {
                Question = gold.Question with
                {
                    Answer = gold.Question.Intermediates[0],
                    Accepted = [gold.Question.Intermediates[0]],
                    Intermediates = [gold.Question.Answer, .. gold.Question.Accepted],
                },
            };
            swapped.Score().Outcome.Should().Be(Outcome.OneHop, gold.ToString());
        }
    }

    [Theory]
    [InlineData(8_000, Outcome.Correct)]
    [InlineData(7_999, Outcome.Truncated)]
    [InlineData(8_001, Outcome.Invalid)]
    public void One_token_more_or_less_than_planned_is_no_answer(int counted, Outcome expected) =>
        Scorer.Score(Response("Answer: Tavrenko") with { PromptTokens = counted }, Question(AnswerKind.Name), [], 8_000, TokenizerGrade.Exact)
            .Outcome.Should().Be(expected);

    [Theory]
    [InlineData(7_600, Outcome.Correct)]
    [InlineData(8_400, Outcome.Correct)]
    [InlineData(7_599, Outcome.Truncated)]
    [InlineData(8_401, Outcome.Invalid)]
    public void A_calibrated_plan_may_be_five_percent_off(int counted, Outcome expected) =>
        Scorer.Score(Response("Answer: Tavrenko") with { PromptTokens = counted }, Question(AnswerKind.Name), [], 8_000, TokenizerGrade.Calibrated)
            .Outcome.Should().Be(expected);

    [Fact]
    public void A_capped_reply_that_repeats_itself_is_a_loop()
    {
        var response = Response(string.Concat(Enumerable.Repeat("Wait, let me check the keeper again. ", 200))) with { Stop = StopCause.OutputCap };
        Scorer.Score(response, Question(AnswerKind.Name), [], 8_000, TokenizerGrade.Exact).Outcome.Should().Be(Outcome.Loop);
    }

    [Fact]
    public void The_reading_tells_its_steps_in_words()
    {
        var scored = Scorer.Score(
            Response("<think>Brinmoor?</think>\nAnswer: Brinmoor, no, wait: Tavrenko (not far from Ulver)"),
            Question(AnswerKind.Name), ["Brinmoor", "Ulver"], 8_000, TokenizerGrade.Exact);
        scored.Answer.Should().Be("Tavrenko");
        scored.Reading.Should().Equal(
            "the server counted 8000 prompt tokens, as planned",
            "thinking was cut off",
            "read from the answer's label: \"Brinmoor, no, wait: Tavrenko (not far from Ulver)\"",
            "denied and so passed over: \"Ulver\"",
            "before a correction and so passed over: \"Brinmoor\"",
            "\"Tavrenko\" is the answer expected (Tavrenko)");
    }

    private static ScoredAnswer Score(string text, AnswerKind kind) =>
        Scorer.Score(Response(text), Question(kind), ["Brinmoor", "Ulver", "871", "4 March 1888"], 8_000, TokenizerGrade.Verified);

    private static ModelResponse Response(string content) =>
        new() { Content = content, Stop = StopCause.Finished, PromptTokens = 8_000 };

    private static Question Question(AnswerKind kind)
    {
        var answer = kind switch { AnswerKind.Number => "423", AnswerKind.Date => "5 March 1887", _ => "Tavrenko" };
        return new Question
        {
            Arm = Arm.Pair,
            Text = "Which was first, Tavrenko or Brinmoor?",
            Answer = answer,
            Accepted = [answer],
            Kind = kind,
            Intermediates = [],
            Choices = kind == AnswerKind.Choice ? ["Tavrenko", "Brinmoor"] : [],
            ChanceLevel = 0,
        };
    }
}
