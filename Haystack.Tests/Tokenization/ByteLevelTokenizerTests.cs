using System.Text;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class ByteLevelTokenizerTests
{
    private const int Part = 20_000;
    private static readonly Lazy<Dictionary<string, VocabularyTokenizer>> Parts = new(() =>
        TiktokenEncoding.Names.ToDictionary(n => n, n => OfEncoding(DerivedVocabulary.Derive(n, Part), n)));

    private static readonly Lazy<Dictionary<string, TiktokenTokenizer>> References = new(() =>
        TiktokenEncoding.Names.ToDictionary(n => n, PartOfTiktoken));

    public static TheoryData<string> Encodings => [.. TiktokenEncoding.Names];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Merging_a_derived_vocabulary_gives_the_ids_of_the_librarys_tiktoken(string encoding)
    {
        foreach (var text in SampleTexts.All.Values)
            Parts.Value[encoding].Ids(text).Should().Equal(Reference(encoding, text), "of '{0}'", text);
        RandomText.Any.Sample(text => Parts.Value[encoding].Ids(text).AsSpan().SequenceEqual(Reference(encoding, text)), iter: 1_500);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    [Trait("Category", "Slow")]
    public void Merging_the_whole_derived_vocabulary_gives_the_tokens_of_tiktoken(string encoding)
    {
        var own = OfEncoding(encoding == "o200k_base" ? DerivedVocabulary.O200k : DerivedVocabulary.Cl100k, encoding);
        var tiktoken = TiktokenModelTokenizer.ForEncoding(encoding);
        foreach (var text in SampleTexts.All.Values)
            own.Encode(text).Should().Equal(tiktoken.Encode(text), "of '{0}'", text);
        RandomText.Any.Sample(text => own.Ids(text).AsSpan().SequenceEqual(tiktoken.Ids(text)), iter: 5_000);
    }

    [Fact]
    public void The_cuts_of_tiktoken_are_those_of_the_library()
    {
        // Where text has surrogates the cutting is ours; elsewhere it is the library's: they must be one.
        foreach (var tiktoken in TiktokenEncoding.Names.Select(TiktokenModelTokenizer.ForEncoding))
            RandomText.Any.Where(t => !t.Any(char.IsSurrogate)).Sample(text => tiktoken.Count(text) == tiktoken.Ids(text).Length, iter: 1_500);
    }

    [Fact]
    public void Count_is_the_number_of_tokens_and_spans_cover_the_text()
    {
        RandomText.Any.Sample(text =>
        {
            foreach (ModelTokenizer tokenizer in new ModelTokenizer[] { Parts.Value["o200k_base"], TiktokenModelTokenizer.ForEncoding("o200k_base") })
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
        }, iter: 500);
    }

    private static VocabularyTokenizer OfEncoding(TokenizerVocabulary vocabulary, string encoding) =>
        VocabularyTokenizer.Create(vocabulary with { Rules = TiktokenEncoding.Rules(encoding) });

    private static TiktokenTokenizer PartOfTiktoken(string encoding)
    {
        var lines = string.Join('\n', TiktokenEncoding.Ranks(encoding).Take(Part).Select(r => $"{Convert.ToBase64String(r.Bytes)} {r.Rank}"));
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(lines));
        return TiktokenTokenizer.Create(stream, preTokenizer: null, normalizer: null);
    }

    private static int[] Reference(string encoding, string text)
    {
        using var ends = new IntBuffer();
        var whole = CodePointShadow.WithoutLoneSurrogates(text).ToString();
        new PieceSplitter(TiktokenEncoding.Rules(encoding).Expressions).Split(whole, ends);
        var ids = new List<int>();
        var start = 0;
        foreach (var end in ends.Span)
        {
            ids.AddRange(References.Value[encoding].EncodeToIds(whole[start..end], considerPreTokenization: false));
            start = end;
        }

        return [.. ids];
    }
}
