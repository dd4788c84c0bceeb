using System.Text.Json;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class OpenAiTests
{
    [Theory]
    [InlineData("Vllm", "max_model_len of /v1/models")]
    [InlineData("LlamaServer", "n_ctx of /props")]
    [InlineData("LmStudio", "loaded_context_length of /api/v0/models")]
    public async Task The_context_length_is_found_out_before_anything_is_asked(string name, string source)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(name) });
        await using var model = await ConnectAsync(fake, "openai/test-7b");
        model.Description.MaxContextTokens.Should().Be(32_768);
        model.Description.Properties.Should().Contain("context_source", source).And.Contain("flavor", name);
        fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_context_length_is_said_to_be_unknown_and_can_be_given()
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Other });
        await using var unknown = await ConnectAsync(fake, "openai/test-7b");
        unknown.Description.MaxContextTokens.Should().BeNull();
        unknown.Description.Properties["context_source"].Should().StartWith("unknown");
        await using var given = await ConnectAsync(fake, "openai/test-7b?num_ctx=16k");
        given.Description.MaxContextTokens.Should().Be(16_384);
    }

    [Theory]
    [InlineData("Vllm")]
    [InlineData("LlamaServer")]
    [InlineData("DeepSeek")]
    public async Task Thinking_counts_and_cached_tokens_come_through_in_every_dialect(string name)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(name), Answer = _ => new FakeAnswer("Answer: Vel", "Let me see") });
        await using var model = await ConnectAsync(fake, "openai/test-7b");
        var document = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"Line {i} says little."));
        await AskAsync(model, document + " \n\nWho was it?");
        var response = await AskAsync(model, document + " \n\nWhere was it?");
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().Be("Answer: Vel");
        response.Thinking.Should().Be("Let me see");
        response.ThinkingTokens.Should().Be(3);
        response.ThinkingTime.Should().NotBeNull();
        // 100 lines of five pieces, a break, four words of the question, "user" and its break, eight control tokens.
        response.PromptTokens.Should().Be(515);
        response.CachedPromptTokens.Should().Be(503);
        response.OutputTokens.Should().Be(6);
        response.DoneReason.Should().Be("stop");
        (response.PrefillTime is not null).Should().Be(name == "LlamaServer");
    }

    [Fact]
    public async Task Local_servers_get_every_sampling_value_in_their_own_spelling()
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Models = [new FakeModel { Name = "qwq-32b" }] });
        await using var model = await ConnectAsync(fake, "openai/qwq-32b?think=off");
        await AskAsync(model, "Where is it?");
        var body = fake.Requests.Should().ContainSingle().Subject.Body;
        body.GetProperty("temperature").GetDouble().Should().BeApproximately(0.6, 1e-6);
        body.GetProperty("top_p").GetDouble().Should().BeApproximately(0.95, 1e-6);
        body.GetProperty("top_k").GetInt32().Should().Be(40);
        body.GetProperty("min_p").GetDouble().Should().Be(0);
        body.GetProperty("repetition_penalty").GetDouble().Should().Be(1);
        body.GetProperty("max_tokens").GetInt32().Should().Be(256);
        body.TryGetProperty("max_completion_tokens", out _).Should().BeFalse();
        body.GetProperty("seed").ValueKind.Should().Be(JsonValueKind.Number);
        body.GetProperty("chat_template_kwargs").GetProperty("enable_thinking").GetBoolean().Should().BeFalse();
        body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public void Models_like_o1_get_neither_temperature_nor_max_tokens()
    {
        var model = new OpenAiModel { Flavor = OpenAiFlavor.OpenAi, ContextSource = "" };
        OpenAiSettings.Read(ModelSpec.Parse("openai/o1"), model).ToChatOptions(TestRequest.Budget()).Temperature.Should().BeNull();
        OpenAiSettings.Read(ModelSpec.Parse("openai/o3-mini?think=low"), model).Think.Should().Be(ThinkMode.Low);
        OpenAiSettings.Read(ModelSpec.Parse("openai/gpt-4o"), model).ToChatOptions(TestRequest.Budget()).Temperature.Should().Be(0);
        var off = () => OpenAiSettings.Read(ModelSpec.Parse("openai/o1?think=off"), model);
        off.Should().Throw<HaystackException>().WithMessage("*always thinks*");
        var topK = () => OpenAiSettings.Read(ModelSpec.Parse("openai/gpt-4o?top_k=3"), model);
        topK.Should().Throw<HaystackException>().WithMessage("*unknown option 'top_k'*");
    }

    [Fact]
    public async Task A_request_like_o1_s_merges_the_system_message_and_caps_completion_tokens()
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.OpenAi, Models = [new FakeModel { Name = "o1" }] });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        var spec = ModelSpec.Parse("openai/o1");
        var model = new OpenAiModel { Flavor = OpenAiFlavor.OpenAi, ContextSource = "" };
        await using var connection = server.Connect(spec, model);
        await connection.AskAsync([new(ChatRole.System, "Be brief."), new(ChatRole.User, "Where?")], TestRequest.Budget(), TestContext.Current.CancellationToken);
        var body = fake.Requests.Should().ContainSingle().Subject.Body;
        fake.Requests[0].Prompt.Should().Be("Be brief.\n\nWhere?");
        body.GetProperty("max_completion_tokens").GetInt32().Should().Be(256);
        body.GetProperty("reasoning_effort").GetString().Should().Be("medium");
        foreach (var absent in (string[])["temperature", "top_p", "max_tokens", "seed", "top_k"])
            body.TryGetProperty(absent, out _).Should().BeFalse(absent);
    }

    [Theory]
    [InlineData("Vllm")]
    [InlineData("LlamaServer")]
    public async Task The_tokenize_route_counts_plain_text(string name)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(name) });
        await using var model = await ConnectAsync(fake, "openai/test-7b");
        (await model.CountAsync("One two three.", TestContext.Current.CancellationToken)).Should().Be(4);
    }

    [Theory]
    [InlineData("Vllm")]
    [InlineData("LlamaServer")]
    public async Task A_prompt_too_long_is_refused_with_the_servers_count(string name)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(name), Models = [new FakeModel { Name = "test-7b", ContextLength = 64 }] });
        await using var model = await ConnectAsync(fake, "openai/test-7b");
        var response = await AskAsync(model, string.Join(' ', Enumerable.Repeat("word", 100)));
        response.Stop.Should().Be(StopCause.PromptRefused);
        response.PromptTokens.Should().Be(110);
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_replaced_model_is_noticed()
    {
        await using var fake = await FakeOpenAi.StartAsync();
        await using var model = await ConnectAsync(fake, "openai/test-7b");
        await model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        fake.Replace(new FakeModel { Name = "test-7b", ContextLength = 32_768, Digest = new string('b', 64) });
        var check = () => model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        (await check.Should().ThrowAsync<HaystackException>()).WithMessage("*was replaced during the sweep*");
    }

    [Fact]
    public async Task Only_the_name_of_the_keys_variable_is_ever_kept_and_an_echoed_key_is_struck_out()
    {
        const string secret = "sk-PLANTED-0123456789";
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Key = secret, Fault = r => FakeFault.Http(402, $"no credit left for {secret}") });
        var options = TestRequest.Options(baseUrl: fake.BaseUrl) with { ApiKeyVariable = "MY_KEY", ReadVariable = n => n == "MY_KEY" ? secret : null };
        using var server = new OpenAiServer(options);
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model, "Where is it?");
        response.Fault.Should().Be("HTTP 402: no credit left for ***");
        fake.Requests[0].Headers["Authorization"].Should().Be($"Bearer {secret}");
        var kept = string.Join(' ', model.Description.Properties.Select(p => p.Key + p.Value)) + model.Description + options + response;
        kept.Should().Contain("MY_KEY").And.NotContain(secret);
    }

    [Fact]
    public async Task OpenAis_key_is_not_sent_to_another_server_unasked()
    {
        await using var fake = await FakeOpenAi.StartAsync();
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl) with { ReadVariable = _ => "sk-real" });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        await AskAsync(model, "Where is it?");
        fake.Requests[0].Headers["Authorization"].Should().NotContain("sk-real");
    }

    [Theory]
    [InlineData(null, null, "the environment variable OPENAI_API_KEY*is not set*")]
    [InlineData("http://localhost:1/v1", "NOT_SET", "the environment variable NOT_SET*is not set*")]
    [InlineData("localhost:8000", null, "--base-url is not of the form*")]
    [InlineData("http://user:pass@host/v1", null, "--base-url is not of the form*")]
    public void Wrong_settings_are_one_line(string? baseUrl, string? variable, string message)
    {
        var create = () => new OpenAiServer(TestRequest.Options(baseUrl: baseUrl) with { ApiKeyVariable = variable, ReadVariable = _ => null });
        create.Should().Throw<HaystackException>().WithMessage(message);
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_those_there_are()
    {
        await using var fake = await FakeOpenAi.StartAsync();
        var connect = () => ConnectAsync(fake, "openai/other");
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage("there is no model 'other' at * (there are: test-7b)");
    }

    private static async Task<IModelConnection> ConnectAsync(FakeOpenAi fake, string name)
    {
        var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        return await server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model, string prompt) =>
        model.AskAsync(TestRequest.Prompt(prompt), TestRequest.Budget(), TestContext.Current.CancellationToken);
}
