using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class OllamaServerTests
{
    [Fact]
    public async Task Lists_chat_models_and_leaves_out_embedding_and_remote_ones()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models =
            [
                new FakeModel { Name = "chat:7b" },
                new FakeModel { Name = "embed:latest", Family = "nomic-bert", Capabilities = ["embedding"] },
                new FakeModel { Name = "big:480b-cloud", RemoteHost = "https://elsewhere.example" },
            ],
        });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        (await server.ListAsync(TestContext.Current.CancellationToken)).Should().Equal("chat:7b");
    }

    [Fact]
    public async Task A_description_tells_what_was_asked_of_the_server()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "qwq:32b", ContextLength = 40_960, Vocabulary = DerivedVocabulary.Small }],
        });
        await using var model = await ConnectAsync(fake, "qwq:32b?top_k=20");
        var description = model.Description;
        description.Name.Should().Be("qwq:32b?top_k=20");
        description.Digest.Should().Be(new string('a', 64));
        description.MaxContextTokens.Should().Be(40_960);
        description.Server.Should().Be("Ollama 0.34.0");
        description.TokenizerGrade.Should().Be(TokenizerGrade.Exact);
        description.SetsNumCtx.Should().BeTrue();
        description.Properties.Should().Contain("sampling.temperature", "0.6").And.Contain("sampling.top_p", "0.95").And.Contain("sampling.top_k", "20");
        // 28 layers, 4 heads each for keys and values, 128 numbers of 2 bytes.
        description.Properties.Should().Contain("kv_bytes_per_token", "57344");
        description.Properties["template_sha256"].Should().HaveLength(64);
    }

    [Fact]
    public async Task Without_a_vocabulary_the_grade_is_calibrated_and_says_why()
    {
        await using var fake = await FakeOllama.StartAsync();
        await using var model = await ConnectAsync(fake, "test:7b");
        model.Description.TokenizerGrade.Should().Be(TokenizerGrade.Calibrated);
        model.Description.TokenizerNote.Should().Be("the model has no vocabulary");
    }

    [Theory]
    [InlineData("nothere:7b", "there is no model 'nothere:7b' (there are: embed:1, test:7b; or: ollama pull nothere:7b)")]
    [InlineData("embed:1", "model 'embed:1' gives embeddings, not answers")]
    [InlineData("test:7b?temprature=1", "model 'test:7b?temprature=1': unknown option 'temprature'*")]
    [InlineData("test:7b?temperature=hot", "model 'test:7b?temperature=hot': temperature=hot is not a number from 0 to 2")]
    [InlineData("test:7b?num_ctx=0", "*num_ctx=0 is not a whole number from 16*")]
    [InlineData("test:7b?think=high", "*cannot be told to think*")]
    [InlineData("test:7b?think=maybe", "*think=maybe is none of on, off, low, medium, high")]
    public async Task A_model_that_cannot_be_had_is_refused_in_one_line(string name, string message)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b" }, new FakeModel { Name = "embed:1", Capabilities = ["embedding"] }],
        });
        var connect = () => ConnectAsync(fake, name);
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage(message);
    }

    [Theory]
    [InlineData("0.30.0")]
    [InlineData("0.11.4")]
    public async Task Versions_whose_counts_cannot_be_trusted_are_refused(string version)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version });
        var connect = () => ConnectAsync(fake, "test:7b");
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage($"*version {version}*update*");
    }

    [Fact]
    public async Task No_server_is_one_line()
    {
        using var server = new OllamaServer(TestRequest.Options("http://127.0.0.1:9"));
        var list = () => server.ListAsync(TestContext.Current.CancellationToken);
        (await list.Should().ThrowAsync<HaystackException>()).WithMessage("no Ollama can be reached at http://127.0.0.1:9/:*");
    }

    private static async Task<IModelConnection> ConnectAsync(FakeOllama fake, string name)
    {
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        return await server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
    }
}
