using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Inference.Probing;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What llama-server tells beyond OpenAI's protocol.</summary>
public sealed class LlamaServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_on_this_machine_names_the_file_that_its_vocabulary_is_read_from()
    {
        await File.WriteAllBytesAsync(_folder["own.gguf"], GgufFile.Of(DerivedVocabulary.Small), TestContext.Current.CancellationToken);
        await using var fake = await StartAsync(new() { WeightsFile = _folder["own.gguf"] });
        await using var model = await ConnectAsync(fake);
        model.Description.TokenizerGrade.Should().Be(TokenizerGrade.Exact);
        model.Description.Tokenizer.Source.Should().Contain("own.gguf");
        model.Description.Tokenizer.Count("Where is it?").Should().Be(VocabularyTokenizer.Create(DerivedVocabulary.Small).Count("Where is it?"));
    }

    [Theory]
    [InlineData("/nowhere/own.gguf")]
    [InlineData("own.gguf")]
    [InlineData("/dev/zero")]
    [InlineData("broken.gguf")]
    public async Task A_file_that_is_not_there_or_is_no_vocabulary_leaves_the_model_without_one(string file)
    {
        await File.WriteAllTextAsync(_folder["broken.gguf"], "GGUF and nothing more", TestContext.Current.CancellationToken);
        await using var fake = await StartAsync(new() { WeightsFile = file == "broken.gguf" ? _folder[file] : file });
        await using var model = await ConnectAsync(fake);
        model.Description.TokenizerGrade.Should().Be(TokenizerGrade.Calibrated);
        model.Description.TokenizerNote.Should().Be("the server gives no vocabulary (--tokenizer names one)");
    }

    [Fact]
    public async Task Another_file_under_the_same_name_is_another_model()
    {
        await using var fake = await StartAsync(new());
        await using var model = await ConnectAsync(fake);
        await model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        fake.Replace(Model with { Size = Model.Size + 1 });
        var check = () => model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        (await check.Should().ThrowAsync<ModelChangedException>()).WithMessage("*replaced during the sweep (aaaaaaaa.gguf (7600000000 parameters, 4700000000 bytes) became aaaaaaaa.gguf (7600000000 parameters, 4700000001 bytes))");
    }

    [Fact]
    public async Task A_router_is_not_made_to_load_a_model_by_looking_and_its_context_is_checked_once_it_has_loaded_it()
    {
        await using var fake = await StartAsync(new() { Models = [Model, Model with { Name = "other-7b" }], LoadsWith = 16_384 });
        await using var model = await ConnectAsync(fake);
        model.Description.MaxContextTokens.Should().Be(131_072);
        model.Description.Properties["context_source"].Should().EndWith("(not loaded yet: it may be loaded with less)");
        (await TokenizerProbe.RunAsync(model, 16_384, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken)).Load!.ContextTokens.Should().Be(16_384);
        await model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        var tooLong = () => TokenizerProbe.RunAsync(model, 32_768, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        (await tooLong.Should().ThrowAsync<HaystackException>()).WithMessage("*is loaded with a context of 16k tokens where 32k were asked for: --max-ctx 16k fits");
        var unknown = () => ConnectAsync(fake, "openai/third-7b");
        (await unknown.Should().ThrowAsync<HaystackException>()).WithMessage("there is no model 'third-7b' at *");
    }

    [Fact]
    public async Task A_server_of_one_model_answers_to_any_name()
    {
        await using var fake = await StartAsync(new());
        await using var model = await ConnectAsync(fake, "openai/whatever");
        model.Description.MaxContextTokens.Should().Be(32_768);
        model.Description.Properties["identity"].Should().Contain("bytes");
    }

    [Fact]
    public async Task A_connection_that_it_closes_after_each_stream_costs_no_request_a_second_try()
    {
        await using var fake = await StartAsync(new());
        await using var model = await ConnectAsync(fake);
        for (var i = 0; i < 40; i++)
        {
            var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
            (response.Stop, response.Attempts).Should().Be((StopCause.Finished, 1), response.Fault);
            // About when the fake closes.
            await Task.Delay(4 + i % 3, TestContext.Current.CancellationToken);
        }
    }

    private static readonly FakeModel Model = new() { Name = "test-7b", ContextLength = 32_768 };

    private static Task<FakeOpenAi> StartAsync(FakeOpenAiOptions options) => FakeOpenAi.StartAsync(options with { Flavor = OpenAiFlavor.LlamaServer });

    private static async Task<IModelConnection> ConnectAsync(FakeOpenAi fake, string name = "openai/test-7b")
    {
        var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        return await server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
    }
}
