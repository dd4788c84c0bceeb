using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class SentencePieceModelTokenizerTests
{
    internal static readonly Lazy<TokenizerVocabulary> Vocabulary = new(() => DerivedSentencePiece.Of(6_000));
    private static readonly Lazy<VocabularyTokenizer> Own = new(() => VocabularyTokenizer.Create(Vocabulary.Value));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_equal_those_of_the_librarys_own_SentencePiece_tokenizer(bool dummyPrefix)
    {
        using var model = new MemoryStream(SentencePieceModelFile.Write(Vocabulary.Value, dummyPrefix));
        var library = LlamaTokenizer.Create(model, addBeginOfSentence: false, addEndOfSentence: false);

        // In runs of one letter the library does not merge the leftmost of equal pairs first, as SentencePiece does
        // (the conformance test with spm_encode has such runs), and it takes no lone surrogates.
        foreach (var text in SampleTexts.All.Where(t => t.Key is not ("lone surrogates" or "empty" or "runs" or "long word")).Select(t => t.Value))
            Own.Value.Ids((dummyPrefix ? " " : "") + text).Should().Equal(library.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false), "of '{0}'", text);
    }

    [Fact]
    public void Merging_in_stretches_gives_the_tokens_of_merging_the_whole()
    {
        var whole = VocabularyTokenizer.Create(
            VocabularyCompiler.Compile(Vocabulary.Value) with { Neighbours = AllOnes() }, "test:whole");
        RandomText.Any.Sample(text => Own.Value.Ids(text).AsSpan().SequenceEqual(whole.Ids(text)), iter: 3_000);
    }

    [Fact]
    public void Spans_cover_the_text_and_a_letter_in_bytes_belongs_to_its_last_byte()
    {
        Own.Value.Encode("a👍b").Select(t => (t.Start, t.End)).Should().Equal((0, 1), (1, 1), (1, 1), (1, 1), (1, 3), (3, 4));
        RandomText.Any.Sample(text =>
        {
            var at = 0;
            foreach (var span in Own.Value.Encode(text))
            {
                if (span.Start != at || span.End < at)
                    return false;
                at = span.End;
            }

            return at == text.Length && Own.Value.Count(text) == Own.Value.Encode(text).Count;
        }, iter: 1_000);
    }

    [Fact]
    public void Counts_are_of_text_in_the_middle_of_a_prompt_so_they_add_up()
    {
        string[] parts = ["The harbour was closed.", " Nobody had asked.", " \n\nIt rained all day.", "他说，明天会下雨。", "不会！"];
        for (var i = 1; i < parts.Length; i++)
            Seam.IsClean(Own.Value, parts[i - 1], parts[i]).Should().BeTrue(parts[i]);
        Own.Value.Count(string.Concat(parts)).Should().Be(parts.Sum(p => Own.Value.Count(p)));
    }

    [Fact]
    public void A_vocabulary_without_a_byte_token_that_text_needs_is_refused()
    {
        var act = () => Without("<0xE4>");
        act.Should().Throw<TokenizerUnsupportedException>().WithMessage("*<0xE4>*");
    }

    [Fact]
    public void A_byte_token_that_text_never_needs_may_be_missing() =>
        Without("<0x7F>").Count("The harbour was closed.").Should().Be(Own.Value.Count("The harbour was closed."));

    private static VocabularyTokenizer Without(string token)
    {
        var tokens = Vocabulary.Value.Tokens.ToArray();
        tokens[Array.IndexOf(tokens, token)] = "<none>";
        return VocabularyTokenizer.Create(Vocabulary.Value with { Tokens = tokens });
    }

    private static int[] AllOnes()
    {
        var filter = NeighbourFilter.Build([]);
        Array.Fill(filter, -1);
        return filter;
    }
}
