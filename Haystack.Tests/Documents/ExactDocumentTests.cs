using CsCheck;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

public sealed class ExactDocumentTests
{
    private static readonly Lazy<Corpus> Chronicle = new(() => CorpusLibrary.Load("chronicle", "en", new Seed(1), 400_000));
    private static readonly Lazy<IFactSource> Facts = new(() => FactLibrary.Load().For(Chronicle.Value, out _));
    private static readonly ModelTokenizer OllamaForm = VocabularyTokenizer.Create(DerivedVocabulary.O200k);
    private static readonly Lazy<DocumentBuilder> O200k = new(() => Builder(TokenizerSpec.Load("tiktoken:o200k_base")));
    private static readonly Lazy<DocumentBuilder> Ollama = new(() => Builder(OllamaForm));

    private static readonly Gen<(ulong Seed, int Context, int Index, int Chains, int Hops, Arrangement Arrangement)> Plans =
        from seed in Gen.ULong
        from context in Gen.Int[2048, 7000]
        from index in Gen.Int[0, 10_000]
        from chains in Gen.Int[1, 8]
        from hops in Gen.Int[2, 3]
        from gathered in Gen.Bool
        select (seed, context, index, hops == 2 ? chains : Math.Min(chains, 4), hops, gathered ? Arrangement.Gathered : Arrangement.Spread);

    [Fact]
    public void Every_length_and_distance_equals_the_plan_with_o200k() => Check(O200k.Value, TokenizerSpec.Load("tiktoken:o200k_base"));

    [Fact]
    public void Every_length_and_distance_equals_the_plan_with_a_vocabulary_in_Ollamas_form() => Check(Ollama.Value, OllamaForm);

    [Fact]
    public void No_sentence_is_used_twice_while_the_corpus_lasts()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var document = O200k.Value.Build(Plan(seed, 16_384, 0, 8, 2, Arrangement.Spread));
            var units = document.Slices.Where(s => s.IsCorpus).SelectMany(s => Enumerable.Range(s.FirstUnit, s.UnitCount)).ToList();
            units.Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void The_longest_question_fills_the_context_to_the_token()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var document = O200k.Value.Build(Plan(seed, 4096, 1, 8, 2, Arrangement.Spread));
            O200k.Value.Prompts(document, SweepDefaults.Arms).Max(p => p.ContentTokens).Should().Be(4096);
        }
    }

    [Fact]
    public void The_same_plan_gives_the_same_text_in_any_order_of_work()
    {
        var plans = Enumerable.Range(0, 12).Select(i => Plan(7, 4096, i, 8, 2, Arrangement.Spread)).ToList();
        var forwards = plans.Select(p => O200k.Value.Build(p).Sha256).ToList();
        var other = Builder(TokenizerSpec.Load("tiktoken:o200k_base"));
        var backwards = Enumerable.Reverse(plans).AsParallel().AsOrdered().Select(p => other.Build(p).Sha256).ToList();
        Enumerable.Reverse(backwards).Should().Equal(forwards);
        forwards.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Facts_that_do_not_fit_are_refused() =>
        FluentActions.Invoking(() => O200k.Value.Build(Plan(1, 420, 0, 8, 2, Arrangement.Spread)))
            .Should().Throw<HaystackException>().WithMessage("8 chains do not fit a prompt of 420 tokens*");

    private static void Check(DocumentBuilder builder, ModelTokenizer tokenizer) => Plans.Sample(p =>
    {
        var document = builder.Build(Plan(p.Seed, p.Context, p.Index, p.Chains, p.Hops, p.Arrangement));
        var prompts = builder.Prompts(document, SweepDefaults.Arms).ToList();
        ExactnessCheck.Verify(document, prompts[(int)(p.Seed % (ulong)prompts.Count)], tokenizer);
    }, iter: 300);

    private static DocumentPlan Plan(ulong seed, int context, int index, int chains, int hops, Arrangement arrangement)
    {
        var options = new SweepOptions { Seed = seed, ChainsPerDocument = chains, Hops = hops };
        var largest = (context - 1000) / (hops - 1);
        var distances = new[] { 0, 64, 300, largest / 3, largest / 2, largest }.Where(d => d == 0 || (d >= 40 && d <= largest)).Distinct().Order().ToList();
        return new DocumentPlanner(options, Chronicle.Value.Sha256, "link", "en", context, distances, arrangement).Plan(index);
    }

    private static DocumentBuilder Builder(ModelTokenizer tokenizer) => new(
        new Filler(CountedCorpus.Count(Chronicle.Value, tokenizer)), Facts.Value, PromptText.For("en"), [QuestionPlacement.After], 0);
}
