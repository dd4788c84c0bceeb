using FluentAssertions;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Tests.Inference.Builtin;
using Haystack.Tests.Languages;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Facts;

/// <summary>Every question of every document is answerable from its prompt: the oracle is right everywhere, and knows when it cannot be.</summary>
public sealed class ShippedCorpusTests
{
    [Theory]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public Task The_oracle_is_right_in_every_family_arm_order_and_register(string language)
    {
        // One register a shape in turn; the slow test takes them all.
        var shapes = Shapes(language);
        var shipped = Shipped(language);
        return CheckAsync(language, shapes.Select((s, i) => (s.Family, s.Hops, Register: shipped[i % shipped.Count])), contexts: [3_000], documents: 1, [QuestionPlacement.After]);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public Task The_oracle_is_right_in_every_cell_family_arm_order_and_register(string language) => CheckAsync(
        language,
        Shapes(language).SelectMany(s => Shipped(language).Select(r => (s.Family, s.Hops, Register: r))),
        contexts: [4_000, 8_000, 16_000],
        documents: 3,
        [QuestionPlacement.After, QuestionPlacement.Before]);

    private static IReadOnlyList<string> Shipped(string language) => [.. CorpusLibrary.Shipped.Where(name => CorpusLibrary.LanguagesOf(name).Contains(language))];

    private static List<(Family Family, int Hops)> Shapes(string language) => [.. FactKit.Shapes().Where(s => s.Family.Language.Code == language)];

    private static async Task CheckAsync(
        string language, IEnumerable<(Family Family, int Hops, string Register)> cells, int[] contexts, int documents, QuestionPlacement[] placements)
    {
        using var oracle = ReaderKit.QuickReader("builtin/oracle");
        foreach (var register in cells.GroupBy(c => c.Register))
        {
            var corpus = CorpusLibrary.Load(register.Key, language, new Seed(4), 20 * contexts[^1]);
            var filler = new Filler(CountedCorpus.Count(corpus, TokenizerSpec.Load("tiktoken:o200k_base")));
            var builder = new DocumentBuilder(
                filler, FactLibrary.Load().For(corpus, out _), PromptText.For(language), placements, 0);
            foreach (var (family, hops, _) in register)
            {
                foreach (var context in contexts)
                {
                    var options = new SweepOptions { Seed = 5, Hops = hops, ChainsPerDocument = hops == 2 ? 8 : 4 };
                    int[] distances = [0, 150, context / (4 * (hops - 1))];
                    var planner = new DocumentPlanner(options, corpus.Sha256, family.Name, language, context, distances, Arrangement.Spread);
                    for (var i = 0; i < documents; i++)
                        await AskAllAsync(oracle, builder, builder.Build(planner.Plan(i)), $"{register.Key}, {language}/{family.Name}, {hops} hops, {context} tokens");
                }
            }
        }
    }

    private static async Task AskAllAsync(IChatClient oracle, DocumentBuilder builder, Document document, string where)
    {
        var values = document.Chains.SelectMany(c => c.Values).ToList();
        HashSet<(Arm, FactOrder)> met = [];
        foreach (var prompt in builder.Prompts(document, SweepDefaults.Arms).Concat(builder.ClosedBookPrompts(document)))
        {
            var closedBook = prompt.Question.Arm == Arm.ClosedBook;
            met.Add((prompt.Question.Arm, prompt.Chain.Order));
            var reply = (await oracle.GetResponseAsync([new ChatMessage(ChatRole.User, prompt.Content)], cancellationToken: TestContext.Current.CancellationToken)).Text;
            var response = new ModelResponse { Content = reply, Stop = StopCause.Finished, PromptTokens = prompt.ContentTokens };
            var score = Scorer.Score(response, prompt.Question, values, prompt.ContentTokens, TokenizerGrade.Exact);
            score.Outcome.Should().Be(closedBook ? Outcome.Abstained : Outcome.Correct, $"{where}, {prompt.Question.Arm}, {prompt.Chain.Order}, {prompt.Placement}: {prompt.Question.Text} {reply}");
            if (prompt.Question.ExpectsAbstention || closedBook)
                reply.Should().NotContain(prompt.Question.Answer, "it is not to be had");
        }

        met.Should().Contain([.. from arm in (Arm[])[Arm.Pair, Arm.First, Arm.Second, Arm.ClosedBook] from order in Enum.GetValues<FactOrder>() select (arm, order)])
            .And.Contain(m => m.Item1 == Arm.Absent);
    }
}
