using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class ByteLevelTokenizerTests
{
    private static readonly Lazy<VocabularyTokenizer> O200k = new(() => OfEncoding(DerivedVocabulary.O200k, "o200k_base"));
    private static readonly Lazy<VocabularyTokenizer> Cl100k = new(() => OfEncoding(DerivedVocabulary.Cl100k, "cl100k_base"));

    public static TheoryData<string, string> TextsOfEncodings =>
        new(from encoding in TiktokenEncoding.Names from text in SampleTexts.Names select (encoding, text));

    [Theory]
    [MemberData(nameof(TextsOfEncodings))]
    public void Merging_the_derived_vocabulary_gives_the_ids_of_tiktoken(string encoding, string name)
    {
        var text = SampleTexts.All[name];
        var own = encoding == "o200k_base" ? O200k.Value : Cl100k.Value;
        own.Encode(text).Should().Equal(TiktokenModelTokenizer.ForEncoding(encoding).Encode(text));
    }

    [Fact]
    public void On_random_unicode_the_derived_vocabulary_gives_the_ids_of_tiktoken()
    {
        var tiktoken = TiktokenModelTokenizer.ForEncoding("o200k_base");
        RandomText.Any.Sample(text => own().Ids(text).AsSpan().SequenceEqual(tiktoken.Ids(text)), iter: 2_000);
        static VocabularyTokenizer own() => O200k.Value;
    }

    [Fact]
    public void Count_is_the_number_of_tokens_and_spans_cover_the_text()
    {
        RandomText.Any.Sample(text =>
        {
            foreach (ModelTokenizer tokenizer in new ModelTokenizer[] { O200k.Value, TiktokenModelTokenizer.ForEncoding("o200k_base") })
            {
                var spans = tokenizer.Encode(text);
                tokenizer.Count(text).Should().Be(spans.Count);
                tokenizer.Ids(text).Should().Equal(spans.Select(s => s.Id));
                var at = 0;
                foreach (var span in spans)
                {
                    span.Start.Should().Be(at);
                    span.End.Should().BeGreaterThanOrEqualTo(at);
                    at = span.End;
                }

                at.Should().Be(text.Length);
            }
        }, iter: 1_000);
    }

    private static VocabularyTokenizer OfEncoding(TokenizerVocabulary vocabulary, string encoding) =>
        VocabularyTokenizer.Create(vocabulary with { Rules = TiktokenEncoding.Rules(encoding) });
}
