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

public sealed class NoiseDocumentTests
{
    private static readonly Gen<(ulong Seed, int Context, int Index, int Chains, Arrangement Arrangement)> Plans =
        from seed in Gen.ULong
        from context in Gen.Int[3_000, 9_000]
        from index in Gen.Int[0, 10_000]
        from chains in Gen.Int[1, 8]
        from gathered in Gen.Bool
        select (seed, context, index, chains, gathered ? Arrangement.Gathered : Arrangement.Spread);

    /// <summary>Languages that have it, times tokenizers.</summary>
    public static TheoryData<string, string> Kinds { get; } =
        [.. CorpusLibrary.LanguagesOf("noise").SelectMany(_ => (string[])["tiktoken:o200k_base", "tiktoken:cl100k_base", "small", "SentencePiece"], (code, spec) => (code, spec))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_length_and_distance_equals_the_plan_in_noise(string language, string spec) => Check(language, spec, documents: 8);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Kinds))]
    public void Every_length_and_distance_equals_the_plan_in_hundreds_of_documents_of_noise(string language, string spec) =>
        Check(language, spec, documents: 300);

    [Fact]
    public void No_sentence_of_noise_is_used_twice_either_and_closers_are_few()
    {
        var corpus = CorpusLibrary.Load("noise", "en", new Seed(1), 300_000);
        var filler = new Filler(CountedCorpus.Count(corpus, TokenizerSpec.Load("tiktoken:o200k_base")));
        for (ulong seed = 0; seed < 10; seed++)
        {
            var run = new FillerRun(filler, 16_384, "", new Seed(seed).Stream());
            var slices = new List<TextSlice>();
            for (var tokens = filler.MinimumStretch; tokens < filler.MinimumStretch + 150; tokens++)
            {
                var first = slices.Count;
                run.TryAppend(tokens, slices, " The").Should().BeTrue();
                slices[first..].Sum(s => filler.TokensOf(s.FirstUnit, s.FirstUnit + s.UnitCount)).Should().Be(tokens);
            }

            slices.SelectMany(s => Enumerable.Range(s.FirstUnit, s.UnitCount)).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void Sentences_whose_lengths_have_a_common_divisor_are_refused()
    {
        var corpus = new CorpusBuilder("en");
        for (var i = 0; i < 400; i++)
            corpus.Add(CorpusBuilder.Blank, "The grass is green.");
        var counted = CountedCorpus.Count(corpus.Build("lawn"), TokenizerSpec.Load("tiktoken:o200k_base"));
        FluentActions.Invoking(() => new Filler(counted)).Should().Throw<HaystackException>()
            .WithMessage("corpus 'lawn' has too few or too uniform sentences (400 usable ones) to close stretches at an exact number of tokens*");
    }

    private static void Check(string language, string spec, int documents)
    {
        var tokenizer = Tokenizer(spec);
        var corpus = CorpusLibrary.Load("noise", language, new Seed(1), 300_000);
        var facts = FactLibrary.Load().For(corpus, out _);
        var builder = new DocumentBuilder(
            new Filler(CountedCorpus.Count(corpus, tokenizer)), facts, PromptText.For(language), [QuestionPlacement.After, QuestionPlacement.Before], 7);
        Plans.Sample(p =>
        {
            var families = FactLibrary.Load().FamiliesOf([language]);
            var family = families[p.Index % families.Count];
            var options = new SweepOptions { Seed = p.Seed, ChainsPerDocument = p.Chains };
            var planner = new DocumentPlanner(options, corpus.Sha256, family, language, p.Context, [0, 100, p.Context / 3], p.Arrangement);
            var document = builder.Build(planner.Plan(p.Index));
            var prompts = builder.Prompts(document, SweepDefaults.Arms).ToList();
            ExactnessCheck.Verify(document, prompts[(int)(p.Seed % (ulong)prompts.Count)], tokenizer, templateTokens: 7);
        }, iter: documents);
    }

    private static ModelTokenizer Tokenizer(string spec) => spec switch
    {
        "small" => VocabularyTokenizer.Create(DerivedVocabulary.Small),
        "SentencePiece" => VocabularyTokenizer.Create(SentencePieceModelTokenizerTests.Vocabulary.Value),
        _ => TokenizerSpec.Load(spec),
    };
}
