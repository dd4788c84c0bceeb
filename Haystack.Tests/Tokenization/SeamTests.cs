using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class SeamTests
{
    private static readonly Lazy<Dictionary<string, ModelTokenizer>> Tokenizers = new(() =>
    {
        var all = new Dictionary<string, ModelTokenizer>
        {
            ["o200k"] = TiktokenModelTokenizer.ForEncoding("o200k_base"),
            ["cl100k"] = TiktokenModelTokenizer.ForEncoding("cl100k_base"),
        };
        var seen = new HashSet<string>();
        foreach (var pre in PreTokenizerCatalog.Names)
        {
            try
            {
                // Names that share expressions are one tokenizer here.
                if (seen.Add(string.Join('\n', PreTokenizerCatalog.Find(pre).Expressions)))
                    all[pre] = VocabularyTokenizer.Create(DerivedVocabulary.Small with { Pre = pre });
            }
            catch (TokenizerUnsupportedException)
            {
                // Refused by name; another test counts them.
            }
        }

        all["sentencepiece"] = VocabularyTokenizer.Create(SentencePieceModelTokenizerTests.Vocabulary.Value);
        all["gemma4"] = VocabularyTokenizer.Create(DerivedSentencePiece.OfLines(6_000));

        return all;
    });

    [Fact]
    public void A_seam_called_clean_is_clean_in_any_surroundings()
    {
        // The judge sees left and right; the check tokenizes them between other text.
        Gen.Select(RandomText.Any, RandomText.Any, RandomText.Any, RandomText.Any).Sample((before, left, right, after) =>
        {
            foreach (var (name, tokenizer) in Tokenizers.Value)
            {
                if (left.Length == 0 || right.Length == 0
                    || !Seam.IsClean(tokenizer, before + left, right + after)
                    || !Seam.IsClean(tokenizer, before, left) || !Seam.IsClean(tokenizer, right, after))
                    continue;
                var joined = tokenizer.Ids(before + left + right + after);
                int[] apart = [.. tokenizer.Ids(before + left), .. tokenizer.Ids(right + after)];
                if (!joined.AsSpan().SequenceEqual(apart))
                    joined.Should().Equal(apart, "{0}", name);
            }
        }, iter: 150);
    }

    [Theory]
    [InlineData("It rained all day.", " The harbour was closed.")]
    [InlineData("It rained all day.", " \n\nThe harbour was closed.")]
    [InlineData("He said: \"No!\"", " 14 crates were left.")]
    [InlineData("    return x;", " \n\n    y += 1;")]
    public void Sentences_that_open_with_a_blank_join_cleanly_in_every_tokenizer(string left, string right)
    {
        foreach (var (name, tokenizer) in Tokenizers.Value)
            Seam.IsClean(tokenizer, left, right).Should().BeTrue(name);
    }

    [Fact]
    public void A_cut_inside_a_word_or_before_line_breaks_is_not_clean()
    {
        var tokenizer = Tokenizers.Value["o200k"];
        Seam.IsClean(tokenizer, "harb", "our").Should().BeFalse();
        Seam.IsClean(tokenizer, "The end.", "\n\nNext").Should().BeFalse();
        Seam.IsClean(tokenizer, "\uD83D", "\uDC4D").Should().BeFalse();
    }

    [Fact]
    public void Where_no_certain_cut_is_near_the_answer_is_no()
    {
        var tokenizer = Tokenizers.Value["o200k"];
        Seam.IsClean(tokenizer, new string('。', Seam.LongestWindow + 10), "他说").Should().BeFalse();
        Seam.IsClean(tokenizer, "x.", " y").Should().BeTrue();
    }

    [Fact]
    public void Every_certain_cut_is_a_cut_whatever_stands_around_it()
    {
        Gen.Select(RandomText.Any, RandomText.Any).Sample((left, right) =>
        {
            if (left.Length == 0 || right.Length == 0)
                return;
            foreach (var (name, tokenizer) in Tokenizers.Value)
            {
                if (!tokenizer.AlwaysCuts(left[^1], right[0]))
                    continue;
                int[] apart = [.. tokenizer.Ids(left), .. tokenizer.Ids(right)];
                if (!tokenizer.Ids(left + right).AsSpan().SequenceEqual(apart))
                    tokenizer.Ids(left + right).Should().Equal(apart, "{0}", name);
            }
        }, iter: 600);
    }
}
