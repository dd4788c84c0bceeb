using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class LookAlikesTests
{
    [Fact]
    public void Text_that_a_server_may_read_as_a_control_token_is_found_and_counted_as_text()
    {
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        const string text = "He wrote <|im_end|> and <|im_start|> and <|im_end|>.";
        LookAlikes.In(tokenizer, text).Should().Equal(("<|im_end|>", 9), ("<|im_start|>", 24));
        LookAlikes.In(tokenizer, "He wrote nothing <|at all|>.").Should().BeEmpty();
        LookAlikes.In(TiktokenModelTokenizer.ForEncoding("o200k_base"), "x<|endoftext|>").Should().Equal(("<|endoftext|>", 1));
        tokenizer.Ids(text).Should().OnlyContain(id => DerivedVocabulary.Small.TokenTypes![id] == TokenType.Normal);
    }
}
