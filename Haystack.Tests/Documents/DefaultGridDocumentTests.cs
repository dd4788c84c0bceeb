using FluentAssertions;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>Documents of the default grid, 16 tokens and all, and those with planned facts between, are exact.</summary>
public sealed class DefaultGridDocumentTests
{
    private const int Characters = 400_000, Context = 4096;

    private static readonly string[] Told = [.. PlanCorpus.Names.Where(n => !n.StartsWith("noise ", StringComparison.Ordinal) && !n.StartsWith("code ", StringComparison.Ordinal))];

    public static TheoryData<string, string> Quick => [.. Told.Select((corpus, i) => (corpus, new[] { "tiktoken o200k", "Ollama gpt2", "GGUF llama" }[i % 3]))];

    public static TheoryData<string, string> All => [.. Told.SelectMany(_ => TokenizerKinds.Names, (corpus, tokenizer) => (corpus, tokenizer))];

    [Theory]
    [MemberData(nameof(Quick))]
    public void The_default_grid_is_exact_from_16_tokens_on(string corpus, string tokenizer) => CheckGrid(corpus, tokenizer, documents: 3, nearest: 16);

    // A derived vocabulary that spells most Chinese letters in three tokens has no filler of 16: the least above it takes its place.
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(All))]
    public void The_default_grid_is_exact_with_every_tokenizer(string corpus, string tokenizer) => CheckGrid(corpus, tokenizer, documents: 4, nearest: 40);

    [Theory]
    [MemberData(nameof(Quick))]
    public void Exactly_as_many_facts_stand_between_as_planned(string corpus, string tokenizer)
    {
        var numbers = new HashSet<int>();
        foreach (var (family, hops) in new[] { ("link", 2), ("order", 2), ("link", 3) })
        {
            var (builder, tokens, planner) = Planner(corpus, tokenizer, family, new SweepOptions { InterveningFacts = [0, 3, 6], ChainsPerDocument = 2, Hops = hops });
            for (var index = 0; index < 6; index++)
            {
                var document = builder.Build(planner.Plan(index));
                foreach (var chain in document.Chains.Where(c => !c.IsOrphan))
                {
                    var between = document.Text[document.FactsOf(chain.Index).First().CharEnd..document.FactsOf(chain.Index).Last().CharStart];
                    var others = document.Chains.Where(c => c != chain).SelectMany(c => c.Facts).Count(f => between.Contains(f.Text, StringComparison.Ordinal));
                    document.FactsBetween(chain.Index).Should().Be(others);
                    others.Should().Be(document.Plan.Chains[chain.Index].InterveningFacts);
                    numbers.Add(others);
                }

                document.Facts.Should().HaveCount((2 * hops) + (2 * (hops - 1)) + document.Plan.Distractors);
                ShouldBelongToNoQuestion(document);
                ExactnessCheck.Verify(document, builder.Prompts(document, SweepDefaults.Arms).First(), tokens);
            }
        }

        numbers.Should().BeEquivalentTo([0, 3, 6]);
    }

    [Fact]
    public void Numbers_of_facts_between_are_crossed_with_distance_and_order()
    {
        var (_, _, planner) = Planner("chronicle en", "tiktoken o200k", "link", new SweepOptions { InterveningFacts = [0, 3, 6], ChainsPerDocument = 2 });
        var chains = Enumerable.Range(0, 96).SelectMany(i => planner.Plan(i).Chains).ToArray();
        foreach (var distance in chains.Where(c => c.DistanceTokens >= 512).GroupBy(c => c.DistanceTokens))
        {
            var counts = distance.GroupBy(c => (c.InterveningFacts, c.Order)).Select(g => g.Count()).ToArray();
            counts.Should().HaveCount(6, "three numbers, two orders");
            (counts.Max() - counts.Min()).Should().BeLessThanOrEqualTo(1, $"distance {distance.Key}");
        }

        chains.Where(c => c.DistanceTokens < 64).Should().OnlyContain(c => c.InterveningFacts == 0);
    }

    private static void CheckGrid(string corpus, string tokenizer, int documents, int nearest)
    {
        var (builder, tokens, planner) = Planner(corpus, tokenizer, "link", new SweepOptions());
        var distances = new HashSet<int>();
        for (var index = 0; index < documents; index++)
        {
            var document = builder.Build(planner.Plan(index));
            distances.UnionWith(document.Plan.Chains.Select(c => c.DistanceTokens));
            foreach (var prompt in builder.Prompts(document, [Arm.Pair]))
                ExactnessCheck.Verify(document, prompt, tokens);
        }

        distances.Should().Contain([0, 64, 128, 256, 512, 1024]);
        distances.Where(d => d > 0).Min().Should().BeInRange(16, nearest);
    }

    private static (DocumentBuilder Builder, ModelTokenizer Tokens, DocumentPlanner Planner) Planner(string corpus, string tokenizer, string family, SweepOptions options)
    {
        var source = PlanCorpus.Load(corpus, Characters);
        var tokens = TokenizerKinds.Small(tokenizer);
        var builder = new DocumentBuilder(PlanCorpus.Filler(corpus, Characters, tokens), source.Facts, PromptText.For(corpus[^2..]), [QuestionPlacement.After], templateTokens: 0);
        int[] distances = [.. DistanceGrid.For([], Context, 1024 / (options.Hops - 1)).Select(d => d == 0 ? 0 : Enumerable.Range(d, Context).First(builder.CanMeet))];
        return (builder, tokens, new DocumentPlanner(
            options, source.Corpus.Sha256, family, corpus[^2..], Context, distances, Arrangement.Spread,
            d => (options.Hops - 1) * FactsBetween.Most(d, 60, builder.LeastStretch)));
    }

    /// <summary>No question's answer, nor a name that it asks by, stands in a fact that is only in the way.</summary>
    private static void ShouldBelongToNoQuestion(Document document)
    {
        var asked = document.Chains.SelectMany(c => c.Questions).ToArray();
        foreach (var distractor in document.Chains.Where(c => c.IsDistractor))
        {
            distractor.Facts.Should().ContainSingle();
            distractor.Questions.Should().BeEmpty();
            asked.Should().NotContain(q => distractor.Values.Any(v => q.Accepted.Contains(v) || q.Text.Contains(v, StringComparison.Ordinal)));
        }
    }
}
