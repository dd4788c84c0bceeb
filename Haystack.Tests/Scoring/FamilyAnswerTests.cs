using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Facts;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>The scorer against what the shipped families really plant and ask.</summary>
public sealed class FamilyAnswerTests
{
    private static readonly string[] English =
        ["{0}", "Answer: {0}", "**Answer:** {0}.", "Let me see.\n\nAnswer: {0}\n", "\\boxed{{\\text{{{0}}}}}", "{{\"answer\": \"{0}\"}}", "<think>Hmm.</think>The answer is {0}."];

    private static readonly string[] Chinese =
        ["{0}", "答案：{0}", "**答案：** {0}。", "让我想想。\n\n答案：{0}\n", "\\boxed{{{0}}}", "{{\"答案\": \"{0}\"}}", "<think>嗯。</think>答案是{0}。"];

    [Fact]
    public void Every_accepted_form_of_every_answer_is_right_however_it_is_dressed()
    {
        var wrong = Questions()
            .Where(q => !q.Question.ExpectsAbstention)
            .SelectMany(q => q.Question.Accepted.SelectMany(form => Dressed(q.Language, form)
                .Select(says => (q.Question, Says: says, Got: Score(says, q.Question, q.Values)))))
            .Where(r => r.Got.Outcome != Outcome.Correct)
            .Select(r => $"{r.Question.Text} [{r.Question.Answer}] {r.Says}: {r.Got.Outcome}: {string.Join(" | ", r.Got.Reading)}");
        string.Join("\n", wrong.Take(10)).Should().BeEmpty();
    }

    [Fact]
    public void Every_intermediate_value_is_one_hop_and_every_other_value_another_chains()
    {
        var wrong = new List<string>();
        foreach (var (language, question, values) in Questions())
        {
            foreach (var value in question.Intermediates.Take(2))
                Check(value, Outcome.OneHop);
            foreach (var value in values.Except(question.Intermediates).Except(question.Accepted).Append(question.ExpectsAbstention ? null : question.Answer).OfType<string>().Take(3))
                Check(value, question.Accepted.Contains(value) && !question.ExpectsAbstention ? Outcome.Correct : Outcome.OtherChain);

            void Check(string value, Outcome expected)
            {
                var says = Dressed(language, value).ElementAt(1);
                var got = Score(says, question, values);
                if (got.Outcome != expected)
                    wrong.Add($"{question.Arm} {question.Text} [{question.Answer}] {says}: {got.Outcome}, not {expected}: {string.Join(" | ", got.Reading)}");
            }
        }

        string.Join("\n", wrong.Take(10)).Should().BeEmpty();
    }

    [Fact]
    public void Abstaining_is_right_for_orphans_alone_and_their_missing_value_is_invented()
    {
        foreach (var (language, question, values) in Questions())
        {
            var says = FactLibrary.Load().ByLanguage[language].Abstention;
            Score(says, question, values).Outcome.Should().Be(question.ExpectsAbstention ? Outcome.Correct : Outcome.Abstained, question.Text);
            if (question.ExpectsAbstention && question.Kind != AnswerKind.Choice && !values.Contains(question.Answer))
                Score(Dressed(language, question.Answer).ElementAt(1), question, values).Outcome.Should().Be(Outcome.Invented, question.Text);
        }
    }

    [Fact]
    public void All_families_and_arms_are_covered()
    {
        var questions = Questions().ToList();
        questions.Should().HaveCountGreaterThan(250);
        questions.Select(q => q.Question.Arm).Distinct().Should().HaveCount(Enum.GetValues<Arm>().Length);
        questions.Select(q => q.Question.Kind).Distinct().Should().HaveCount(Enum.GetValues<AnswerKind>().Length);
    }

    private static IEnumerable<(string Language, Question Question, IReadOnlyList<string> Values)> Questions()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var chains = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, seed: 3, hops, chains: 4, orphans: 1));
            string[] values = [.. chains.SelectMany(c => c.Values).Distinct()];
            foreach (var question in chains.SelectMany(c => c.Questions))
                yield return (family.Language.Code, question, values);
        }
    }

    private static IEnumerable<string> Dressed(string language, string value) =>
        (language switch { "en" => English, "zh" => Chinese, _ => FormsOf(FactLibrary.Load().ByLanguage[language].Reply) }).Select(form => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, value));

    /// <summary>The forms of a language that has none of its own here, by the answer line of its readers.</summary>
    private static string[] FormsOf(string reply)
    {
        var label = reply[(reply.LastIndexOf('\n') + 1)..].Replace("{answer}", "", StringComparison.Ordinal).TrimEnd();
        return ["{0}", $"{label} {{0}}", $"**{label}** {{0}}.", $"\n\n{label} {{0}}\n", "\\boxed{{\\text{{{0}}}}}", "{{\"answer\": \"{0}\"}}", $"<think>Hm.</think>{label} {{0}}"];
    }

    private static ScoredAnswer Score(string says, Question question, IReadOnlyCollection<string> values) => Scorer.Score(
        new ModelResponse { Content = says, Stop = StopCause.Finished, PromptTokens = 100 }, question, values, 100, TokenizerGrade.Verified);
}
