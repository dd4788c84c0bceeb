using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.Probing;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class OwnVocabularyTests
{
    [Fact]
    public async Task A_vocabulary_that_comes_over_the_wire_counts_as_the_server_does()
    {
        // The server counts with tiktoken, Haystack with the vocabulary and merges that the server shows: two programs.
        var own = TiktokenModelTokenizer.ForEncoding("o200k_base");
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = own, Vocabulary = DerivedVocabulary.O200k }],
        });
        using var server = new OllamaServer(new ModelServerOptions { Endpoint = fake.Endpoint });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        model.Description.TokenizerGrade.Should().Be(TokenizerGrade.Exact, model.Description.TokenizerNote);
        var result = await TokenizerProbe.RunAsync(model, 8192, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        result.Grade.Should().Be(TokenizerGrade.Verified, result.Note);
        result.TemplateTokens.Should().Be(10);
    }

    [Fact]
    public async Task A_vocabulary_that_is_not_the_servers_is_found_out()
    {
        var other = TiktokenModelTokenizer.ForEncoding("cl100k_base");
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = other, Vocabulary = DerivedVocabulary.Small }],
        });
        using var server = new OllamaServer(new ModelServerOptions { Endpoint = fake.Endpoint });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var result = await TokenizerProbe.RunAsync(model, 8192, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        result.Grade.Should().Be(TokenizerGrade.Calibrated);
        result.Note.Should().StartWith("the server counts otherwise than its vocabulary");
        // cl100k and o200k are alike in English prose.
        result.Ratio.Should().BeApproximately(1, 0.05);
    }
}
