using FluentAssertions;
using Haystack.Facts;
using Haystack.Facts.Reading;
using Haystack.Inference.Builtin;
using Haystack.Tests.Facts;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class PromptTokensTests
{
    [Fact]
    public void Tokens_put_together_from_a_shared_head_are_the_tokens_of_the_whole_prompt()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var cache = new PromptCache(ReaderKit.Tokenizer, Phrasebook.Default);
            var chains = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 7, hops));
            var document = FactKit.Document(chains, 7, filler: 14);
            foreach (var question in chains.SelectMany(c => c.Questions).Take(12))
            {
                var prompt = FactKit.Prompt(document, question.Text);
                var reading = cache.Read(prompt);
                var tokens = reading.Tokens;
                var whole = ReaderKit.Tokenizer.Encode(prompt);
                Enumerable.Range(0, tokens.Count).Select(i => tokens[i]).Should().Equal(whole);
                reading.TokenCount.Should().Be(whole.Count);
            }
        }
    }

    [Fact]
    public void A_document_is_tokenized_once_for_all_its_questions()
    {
        var tokenizer = new CountingTokenizer();
        var cache = new PromptCache(tokenizer, Phrasebook.Default);
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 7));
        var document = FactKit.Document(chains, 7, filler: 60);
        foreach (var question in chains.SelectMany(c => c.Questions))
            cache.Read(FactKit.Prompt(document, question.Text)).TokenCount.Should().BePositive();
        tokenizer.Characters.Should().BeLessThan((3 * document.Length) + (chains.Sum(c => c.Questions.Count) * 4_500));
    }

    [Fact]
    public void A_tokenizer_whose_counts_do_not_add_up_is_asked_for_every_prompt()
    {
        var tokenizer = new ScaledTokenizer();
        var cache = new PromptCache(tokenizer, Phrasebook.Default);
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 7));
        var document = FactKit.Document(chains, 7, filler: 14);
        foreach (var question in chains.SelectMany(c => c.Questions).Take(5))
        {
            var prompt = FactKit.Prompt(document, question.Text);
            cache.Read(prompt).TokenCount.Should().Be(tokenizer.Count(prompt));
        }
    }

    private sealed class CountingTokenizer : ModelTokenizer
    {
        public long Characters { get; private set; }

        public override string Source => "test:counting";

        public override string Fingerprint => "test";

        public override int Count(ReadOnlySpan<char> text)
        {
            Characters += text.Length;
            return ReaderKit.Tokenizer.Count(text);
        }

        public override IReadOnlyList<TokenSpan> Encode(string text)
        {
            Characters += text.Length;
            return ReaderKit.Tokenizer.Encode(text);
        }
    }

    private sealed class ScaledTokenizer : ModelTokenizer
    {
        public override string Source => "test:scaled";

        public override string Fingerprint => "test";

        public override int Count(ReadOnlySpan<char> text) => (int)Math.Round(ReaderKit.Tokenizer.Count(text) * 1.07);

        public override IReadOnlyList<TokenSpan> Encode(string text) => ReaderKit.Tokenizer.Encode(text);
    }
}
