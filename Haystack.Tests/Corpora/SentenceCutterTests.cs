using CsCheck;
using FluentAssertions;
using Haystack.Corpora.Cutting;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class SentenceCutterTests
{
    [Theory]
    [InlineData("He left. She stayed.", "He left.|She stayed.")]
    [InlineData("Dr. Smith met Mr. J. R. Brown at 3.5 miles. Then it rained.", "Dr. Smith met Mr. J. R. Brown at 3.5 miles.|Then it rained.")]
    [InlineData("See fig. 3 and No. 12, p. 4. The rest follows.", "See fig. 3 and No. 12, p. 4.|The rest follows.")]
    [InlineData("He lives in the U.S. The house is old.", "He lives in the U.S.|The house is old.")]
    [InlineData("The U.S. Senate met, e.g. on Mondays.", "The U.S. Senate met, e.g. on Mondays.")]
    [InlineData("\"Go away! Now!\" she cried. He went.", "\"Go away! Now!\" she cried.|He went.")]
    [InlineData("He said, \"Go.\" Mary left.", "He said, \"Go.\"|Mary left.")]
    [InlineData("\"Go!\" Mary said. He went.", "\"Go!\" Mary said.|He went.")]
    [InlineData("“I came. I saw.” The end.", "“I came. I saw.”|The end.")]
    [InlineData("He waited... and waited. Then... Nothing came.", "He waited... and waited.|Then...|Nothing came.")]
    [InlineData("It rained (it always did. Ask her.) all day. So what?! Nothing.", "It rained (it always did. Ask her.) all day.|So what?!|Nothing.")]
    [InlineData("1. First things first. 2. Then the rest.", "1. First things first.|2. Then the rest.")]
    [InlineData("Smith & Co. Ltd. sold it. They left at 5 p.m. on Monday.", "Smith & Co. Ltd. sold it.|They left at 5 p.m. on Monday.")]
    [InlineData("Visit www.example.com or v1.2.3 now. Done.", "Visit www.example.com or v1.2.3 now.|Done.")]
    [InlineData("It's the so-called 'end.' Nobody knew.", "It's the so-called 'end.'|Nobody knew.")]
    [InlineData("no full stop at the end", "no full stop at the end")]
    public void English_is_cut_at_the_ends_of_its_sentences(string text, string sentences) =>
        Sentences("en", text).Should().Equal(sentences.Split('|'));

    [Theory]
    [InlineData("今天下雨。我没有出门。", "今天下雨。|我没有出门。")]
    [InlineData("“走吧。”他说。天黑了！你呢？", "“走吧。”他说。|天黑了！|你呢？")]
    [InlineData("他说：“我来了。你看。”大家都笑了。", "他说：“我来了。你看。”|大家都笑了。")]
    [InlineData("「真的嗎？」她問道。沒有人回答……後來雨停了。", "「真的嗎？」她問道。|沒有人回答……|後來雨停了。")]
    [InlineData("一共3.5公里。他用了Python 3.10写的。", "一共3.5公里。|他用了Python 3.10写的。")]
    [InlineData("（他来过。）后来走了。", "（他来过。）|后来走了。")]
    [InlineData("价格是多少？？！！没人知道。", "价格是多少？？！！|没人知道。")]
    [InlineData("等一下……，我想想。", "等一下……，我想想。")]
    public void Chinese_is_cut_at_the_ends_of_its_sentences(string text, string sentences) =>
        Sentences("zh", text).Should().Equal(sentences.Split('|'));

    [Fact]
    public void Chinese_sentences_join_without_a_blank_and_english_ones_with_one()
    {
        SentenceCutter.Cut("x", "zh", "今天下雨。\n\n我没有出门。他来了。").Text.Should().Be(" \n\n今天下雨。 \n\n我没有出门。他来了。");
        SentenceCutter.Cut("x", "en", "One. Two.\nThree.\n\nFour.").Text.Should().Be(" \n\nOne. Two. Three. \n\nFour.");
    }

    [Fact]
    public void Wrapped_lines_join_and_a_new_chinese_line_after_a_full_stop_opens_a_paragraph()
    {
        SentenceCutter.Cut("x", "zh", "　　今天下雨，\n我没有出门。\n　　他来了。").Text.Should().Be(" \n\n今天下雨，我没有出门。 \n\n他来了。");
        SentenceCutter.Cut("x", "en", "The long\n road\nended.").Text.Should().Be(" \n\nThe long road ended.");
    }

    [Fact]
    public void Code_and_verse_keep_their_lines_and_their_indentation()
    {
        var corpus = SentenceCutter.Cut("x", "en", "Look:\n\n    if (a) {\n        b();\n    }\n\nDone.");
        corpus.Text.Should().Be(" \n\nLook: \n\n    if (a) { \n        b(); \n    } \n\nDone.");
    }

    [Fact]
    public void Text_comes_out_in_form_C() =>
        SentenceCutter.Cut("x", "en", "Cafe\u0301 a\u0323\u0302 \u1112\u1161\u11AB. \u212B.").Text.Trim().Should().Be("Café ậ 한. Å.");

    [Fact]
    public void No_text_is_lost_boundaries_ascend_and_no_sentence_ends_in_white_space() =>
        Gen.Int[0, Parts.Length - 1].List[0, 60].Select(parts => string.Concat(parts.Select(i => Parts[i])))
            .Sample(text =>
            {
                if (string.IsNullOrWhiteSpace(text))
                    return;
                foreach (var language in (string[])["en", "zh"])
                {
                    var corpus = SentenceCutter.Cut("x", language, text);
                    Bare(corpus.Text).Should().Be(Bare(NormalForm.Composed(text)));
                    corpus.Boundaries[0].Should().Be(0);
                    corpus.Boundaries[^1].Should().Be(corpus.Text.Length);
                    corpus.Text.Should().StartWith(" \n\n");
                    for (var i = 0; i < corpus.SentenceCount; i++)
                    {
                        corpus.Sentence(i).Trim().Length.Should().BePositive();
                        char.IsWhiteSpace(corpus.Sentence(i)[^1]).Should().BeFalse();
                    }
                }
            }, iter: 3000);

    [Fact]
    public void The_hash_tells_texts_cuts_and_languages_apart_but_not_names()
    {
        var corpus = SentenceCutter.Cut("x", "en", "One. Two.");
        corpus.Sha256.Should().HaveLength(64).And.Be(SentenceCutter.Cut("y", "en", "One. Two.").Sha256);
        corpus.Sha256.Should().NotBe(SentenceCutter.Cut("x", "zh", "One. Two.").Sha256);
        corpus.Sha256.Should().NotBe(SentenceCutter.Cut("x", "en", "One, Two.").Sha256);
    }

    private static readonly string[] Parts =
    [
        " ", "\n", "\n\n", "\t", "　", ".", "。", "!", "?", "…", "...", "\"", "“", "”", "(", ")", "「", "」",
        "Mr", "word", "Word", "中文", "说", "3", "1.", "{", "}", ";", "    ", "é", "𠀀", "e\u0301",
    ];

    internal static IEnumerable<string> Sentences(string language, string text)
    {
        var corpus = SentenceCutter.Cut("x", language, text);
        return Enumerable.Range(0, corpus.SentenceCount).Select(i => corpus.Sentence(i).Trim().ToString());
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
