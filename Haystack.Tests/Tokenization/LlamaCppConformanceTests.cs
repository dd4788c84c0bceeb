using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>A real llama.cpp is the reference: what runs under Ollama, too.</summary>
[Trait("Category", "Live")]
public sealed class LlamaCppConformanceTests
{
    [Theory]
    [InlineData("qwen2")]
    public async Task Ids_equal_those_of_llama_cpp(string pre)
    {
        Assert.SkipUnless(LlamaCpp.Find("llama-tokenize") is not null, LlamaCpp.Reason);
        string[] texts = [.. SampleTexts.All.Values, .. RandomText.Any.Array[300].Single()];
        var vocabulary = DerivedVocabulary.Small with { Pre = pre };
        var reference = await LlamaCpp.TokenizeAsync(vocabulary, texts, TestContext.Current.CancellationToken);
        reference.Should().HaveCount(texts.Length);
        var tokenizer = VocabularyTokenizer.Create(vocabulary);
        for (var i = 0; i < texts.Length; i++)
            tokenizer.Ids(texts[i]).Should().Equal(reference[i], "of '{0}'", texts[i]);
    }
}
