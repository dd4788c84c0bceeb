using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Models of several servers, each with its own tokens, in one sweep.</summary>
public sealed class ModelPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_Ollama_and_a_vLLM_stand_in_one_sweep_each_with_its_own_tokens()
    {
        await using var ollama = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "alpha:7b", Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small), Vocabulary = DerivedVocabulary.Small }] });
        await using var vllm = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Models = [new FakeModel { Name = "beta-7b", ContextLength = 32_768, Tokenizer = TokenizerSpec.Load("tiktoken:cl100k_base") }], Key = "the-key-of-the-vllm-only" });
        Environment.SetEnvironmentVariable("HAYSTACK_TEST_PLACE_KEY", "the-key-of-the-vllm-only");
        var other = $"openai/beta-7b?base_url={vllm.BaseUrl}&key_env=HAYSTACK_TEST_PLACE_KEY&tokenizer=tiktoken:cl100k_base";
        var options = new SweepOptions { Models = ["alpha:7b", other], Endpoint = ollama.Endpoint, Contexts = [2048], Documents = 1, OutputDirectory = _folder["run"], Anyway = true };

        await foreach (var happened in Sweep.RunAsync(options, TestContext.Current.CancellationToken))
            _ = happened;

        var run = Haystack.Storage.RunReader.Read(_folder["run"]);
        run.Models.Select(m => m.Name).Should().Equal("alpha:7b", ModelSpec.Parse(other).ToString());
        run.Models.Select(m => m.TokenizerSource).Should().OnlyHaveUniqueItems();
        run.Models[1].TokenizerSource.Should().Contain("cl100k_base");
        run.Models[1].Properties["endpoint"].Should().Be(vllm.BaseUrl + "/");
        run.Trials.GroupBy(t => t.Model).Should().HaveCount(2).And.OnlyContain(g => g.Any(t => t.PromptTokensCounted == t.PromptTokensPlanned));
    }

    [Theory]
    [InlineData("builtin/oracle?base_url=http://127.0.0.1:9", "base_url is for ollama and openai")]
    [InlineData("qwq:32b?key_env=KEY", "key_env is for openai")]
    public void A_place_that_a_provider_does_not_have_is_refused(string model, string why) =>
        FluentActions.Invoking(() => ModelPlace.Of(ModelSpec.Parse(model))).Should().Throw<HaystackException>().WithMessage($"*{why}*");

    [Fact]
    public void The_key_of_the_sweeps_server_goes_to_no_other()
    {
        var shared = new ModelServerOptions { BaseUrl = "http://127.0.0.1:1/v1", ApiKeyVariable = "MINE" };
        ModelPlace.Of(ModelSpec.Parse("openai/a?base_url=http://127.0.0.1:2/v1"))!.On(shared).ApiKeyVariable.Should().BeNull();
        ModelPlace.Of(ModelSpec.Parse("openai/a?tokenizer=tiktoken:o200k_base"))!.On(shared).ApiKeyVariable.Should().Be("MINE");
    }
}
