using System.Text.Json;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class ThinkingAndSamplingTests
{
    [Theory]
    [InlineData("qwq:32b", "qwen2", "on", 0.6, 0.95, 40)]
    [InlineData("deepseek-r1:70b", "llama", "on", 0.6, 0.95, 0)]
    [InlineData("DeepSeek-R1-Distill-Qwen-7B:q4", "qwen2", "on", 0.6, 0.95, 0)]
    [InlineData("qwen3:8b", "qwen3", "on", 0.6, 0.95, 20)]
    [InlineData("qwen3:8b?think=off", "qwen3", "off", 0.7, 0.8, 20)]
    [InlineData("gpt-oss:20b", "gptoss", "medium", 1.0, 1.0, 0)]
    [InlineData("gpt-oss:20b?think=high", "gptoss", "high", 1.0, 1.0, 0)]
    [InlineData("somethinker:1b", "other", "on", 0.6, 0.95, 40)]
    [InlineData("somethinker:1b?temperature=0.2&top_k=5", "other", "on", 0.2, 0.95, 5)]
    public async Task A_thinking_model_gets_what_its_makers_recommend(string name, string family, string think, double temperature, double topP, int topK)
    {
        var spec = ModelSpec.Parse(name);
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = spec.Name, Family = family, Capabilities = ["completion", "thinking"] }] });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(spec, TestContext.Current.CancellationToken);
        await model.AskAsync(TestRequest.Prompt("Where?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        var body = fake.Requests[0].Body;
        var sent = body.GetProperty("think");
        (sent.ValueKind switch { JsonValueKind.True => "on", JsonValueKind.False => "off", _ => sent.GetString() }).Should().Be(think);
        var options = body.GetProperty("options");
        options.GetProperty("temperature").GetDouble().Should().BeApproximately(temperature, 1e-6);
        options.GetProperty("top_p").GetDouble().Should().BeApproximately(topP, 1e-6);
        options.GetProperty("top_k").GetInt32().Should().Be(topK);
        model.Description.Properties["think"].Should().Be(think);
        model.Description.Properties["sampling"].Should().Match(p => name.Contains("temperature", StringComparison.Ordinal) == p.EndsWith(", overridden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_cannot_think_is_asked_greedily_and_not_told_anything_of_thinking()
    {
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b?think=off"), TestContext.Current.CancellationToken);
        await model.AskAsync(TestRequest.Prompt("Where?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        fake.Requests[0].Body.TryGetProperty("think", out _).Should().BeFalse();
        fake.Requests[0].Body.GetProperty("options").GetProperty("temperature").GetDouble().Should().Be(0);
        model.Description.Properties.Should().Contain("sampling", "greedy").And.Contain("think", "none");
    }

    [Fact]
    public async Task Models_with_levels_cannot_be_told_not_to_think()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "gpt-oss:20b", Family = "gptoss", Capabilities = ["completion", "thinking"] }] });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        var connect = () => server.ConnectAsync(ModelSpec.Parse("gpt-oss:20b?think=off"), TestContext.Current.CancellationToken);
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage("*always thinks; think takes low, medium or high");
    }

    [Fact]
    public async Task A_context_size_in_the_name_is_the_one_that_is_sent()
    {
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b?num_ctx=16k&num_gpu=12"), TestContext.Current.CancellationToken);
        await model.AskAsync(TestRequest.Prompt("Where?"), TestRequest.Budget(numCtx: 8192), TestContext.Current.CancellationToken);
        model.Description.MaxContextTokens.Should().Be(16_384);
        fake.Requests[0].NumCtx.Should().Be(16_384);
        fake.Requests[0].Body.GetProperty("options").GetProperty("num_gpu").GetInt32().Should().Be(12);
    }

    [Fact]
    public async Task Endless_thinking_is_stopped_as_a_loop_and_the_server_left()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "qwen3:8b", Capabilities = ["completion", "thinking"] }],
            Answer = _ => new FakeAnswer("never said", string.Concat(Enumerable.Repeat("Wait, let me check that again. ", 4000))),
        });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("qwen3:8b"), TestContext.Current.CancellationToken);
        var response = await model.AskAsync(TestRequest.Prompt("Where?"), TestRequest.Budget(output: 100_000), TestContext.Current.CancellationToken);
        response.Stop.Should().Be(StopCause.Loop, response.Fault);
        response.Thinking.Length.Should().BeLessThan(5_000);
        response.DoneReason.Should().Contain("again");
        response.OutputTokens.Should().BePositive();
    }
}
