using System.Text.Json;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class OllamaAskTests
{
    [Fact]
    public async Task An_answer_comes_with_counts_times_and_its_reason()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "The answer is near. Answer: Vel" });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model, "Where is it?");
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().Be("The answer is near. Answer: Vel");
        response.DoneReason.Should().Be("stop");
        // Where, is, it, ? and "user" with its line break before, beside eight control tokens.
        response.PromptTokens.Should().Be(14);
        response.OutputTokens.Should().Be(8);
        response.TimeToFirstToken.Should().BePositive().And.BeLessThan(response.Total);
        response.PrefillTime.Should().BePositive();
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Everything_that_a_server_could_fill_in_by_itself_is_sent()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "qwen3:8b", Family = "qwen3", Capabilities = ["completion", "thinking"] }] });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("qwen3:8b?think=off"), TestContext.Current.CancellationToken);
        await AskAsync(model, "Where is it?");
        var body = fake.Requests.Should().ContainSingle().Subject.Body;
        body.GetProperty("truncate").GetBoolean().Should().BeFalse();
        body.GetProperty("shift").GetBoolean().Should().BeFalse();
        body.GetProperty("think").GetBoolean().Should().BeFalse();
        body.GetProperty("stream").GetBoolean().Should().BeTrue();
        body.GetProperty("keep_alive").GetString().Should().Be("30m");
        var options = body.GetProperty("options");
        options.GetProperty("num_ctx").GetInt32().Should().Be(8192);
        options.GetProperty("num_predict").GetInt32().Should().Be(256);
        options.GetProperty("temperature").GetDouble().Should().BeApproximately(0.7, 1e-6);
        options.GetProperty("top_p").GetDouble().Should().BeApproximately(0.8, 1e-6);
        options.GetProperty("top_k").GetInt32().Should().Be(20);
        options.GetProperty("min_p").GetDouble().Should().Be(0);
        options.GetProperty("repeat_penalty").GetDouble().Should().Be(1);
        options.GetProperty("seed").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Fact]
    public async Task Thinking_in_its_own_field_is_kept_apart_timed_and_counted()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "qwen3:8b", Capabilities = ["completion", "thinking"] }],
            Answer = _ => new FakeAnswer("Answer: Vel", "It might be Vel or Nor"),
            TokenDelay = TimeSpan.FromMilliseconds(2),
        });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("qwen3:8b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model, "Where is it?");
        response.Content.Should().Be("Answer: Vel");
        response.Thinking.Should().Be("It might be Vel or Nor");
        response.ThinkingTokens.Should().Be(6);
        response.ThinkingTime.Should().BePositive().And.BeLessThan(response.Total);
        fake.Requests[0].Body.GetProperty("think").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData("<think>It might be Vel</think> Answer: Vel", 6)]
    [InlineData("It might be Vel </think> Answer: Vel", 7)]
    [InlineData("Answer: Vel", null)]
    public async Task Thinking_between_tags_is_timed_and_stays_in_the_text(string reply, int? atLeast)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => reply, TokenDelay = TimeSpan.FromMilliseconds(2) });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model, "Where is it?");
        response.Content.Should().Be(reply);
        (response.ThinkingTime is null).Should().Be(atLeast is null);
        (response.ThinkingTokens >= atLeast).Should().Be(atLeast is not null);
    }

    [Fact]
    public async Task The_output_budget_ends_a_reply_as_capped()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "one two three four five six" });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await model.AskAsync(TestRequest.Prompt("Count."), TestRequest.Budget(output: 3), TestContext.Current.CancellationToken);
        response.Stop.Should().Be(StopCause.OutputCap);
        response.Content.Should().Be("one two three");
        response.OutputTokens.Should().Be(3);
    }

    [Theory]
    [InlineData("0.34.0", true)]
    [InlineData("0.33.0-rc2", true)]
    [InlineData("0.30.11", false)]
    public async Task A_second_question_about_a_document_finds_it_in_the_cache(string version, bool told)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var document = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"Line {i} says nothing."));
        var first = await AskAsync(model, document + " \n\nWho was it?");
        var second = await AskAsync(model, document + " \n\nWhere was it?");
        second.PromptTokens.Should().Be(first.PromptTokens);
        first.CachedPromptTokens.Should().Be(told ? 0 : null, "a count of zero is left out by servers that tell it, and unknown from others");
        (second.CachedPromptTokens > 2000).Should().Be(told);
        fake.Loads.Should().Be(1);
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model, string prompt) =>
        model.AskAsync(TestRequest.Prompt(prompt), TestRequest.Budget(), TestContext.Current.CancellationToken);
}
