using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Inference.Probing;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What <c>?think=</c> of a model's name becomes in a request, for each kind of server; or why it is refused before anything is asked.</summary>
public sealed class ThinkOnTheWireTests
{
    private const string AlwaysThinks = "*: this model always thinks; think takes low, medium or high";
    private const string CannotThink = "*: this model cannot be told to think*";
    private const string NoWord = "*: this model always thinks, and takes no word on how much";

    [Theory]
    [InlineData("o1", "medium")]
    [InlineData("o1?think=low", "low")]
    [InlineData("o3-mini?think=medium", "medium")]
    [InlineData("o4-mini?think=high", "high")]
    [InlineData("o1?think=on", "medium")]
    [InlineData("gpt-5?think=low", "low")]
    [InlineData("gpt-5.1?think=off", "none")]
    [InlineData("ft:o3-mini:org?think=high", "high")]
    [InlineData("o1-mini", null)]
    [InlineData("o1-preview?think=on", null)]
    [InlineData("gpt-4o", null)]
    [InlineData("gpt-4o?think=off", null)]
    public Task OpenAI_is_told_an_effort(string name, string? effort) => ShouldSendAsync(OpenAiFlavor.OpenAi, name, effort, null);

    [Theory]
    [InlineData("o1?think=off", AlwaysThinks)]
    [InlineData("gpt-5?think=off", AlwaysThinks)]
    [InlineData("o1-mini?think=low", NoWord)]
    [InlineData("o1-mini?think=off", NoWord)]
    [InlineData("gpt-4o?think=low", CannotThink)]
    [InlineData("gpt-4o?think=on", CannotThink)]
    [InlineData("o1?think=much", "*: think=much is none of on, off, low, medium, high")]
    public Task OpenAI_is_not_asked_what_it_cannot_do(string name, string line) => ShouldBeRefusedAsync(OpenAiFlavor.OpenAi, name, line);

    [Theory]
    [InlineData("deepseek-reasoner?think=on")]
    [InlineData("deepseek-reasoner?think=low")]
    [InlineData("deepseek-chat?think=off")]
    public Task DeepSeek_takes_no_word_on_it(string name) => ShouldBeRefusedAsync(OpenAiFlavor.DeepSeek, name, "*DeepSeek's server takes no think; deepseek-reasoner thinks and deepseek-chat does not");

    [Fact]
    public Task DeepSeek_is_sent_nothing_of_it() => ShouldSendAsync(OpenAiFlavor.DeepSeek, "deepseek-reasoner", null, null);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("?think=on", null, """{"enable_thinking":true}""")]
    [InlineData("?think=off", null, """{"enable_thinking":false}""")]
    [InlineData("?think=low", "low", """{"reasoning_effort":"low"}""")]
    [InlineData("?think=medium", "medium", """{"reasoning_effort":"medium"}""")]
    [InlineData("?think=high", "high", """{"reasoning_effort":"high"}""")]
    public async Task Local_servers_are_told_through_the_template(string option, string? effort, string? arguments)
    {
        foreach (var flavor in (OpenAiFlavor[])[OpenAiFlavor.Vllm, OpenAiFlavor.LlamaServer, OpenAiFlavor.LmStudio, OpenAiFlavor.Other])
            await ShouldSendAsync(flavor, $"test-7b{option}", effort, arguments);
    }

    [Theory]
    [InlineData("Vllm", "off", "on")]
    [InlineData("Vllm", "high", "low")]
    [InlineData("LlamaServer", "on", "off")]
    [InlineData("LlamaServer", "low", "high")]
    public async Task A_template_that_does_not_heed_it_is_found_out(string flavor, string asked, string other)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(flavor), TemplateThinks = false });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        var connect = () => server.ConnectAsync(ModelSpec.Parse($"openai/test-7b?think={asked}"), TestContext.Current.CancellationToken);
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage($"model 'openai/test-7b?think={asked}': its chat template makes the same of think={asked} and think={other}, so it cannot be told how much to think");
        fake.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("gpt-oss:20b", "gptoss", "medium")]
    [InlineData("gpt-oss:20b?think=on", "gptoss", "medium")]
    [InlineData("gpt-oss:20b?think=low", "gptoss", "low")]
    [InlineData("gpt-oss:20b?think=medium", "gptoss", "medium")]
    [InlineData("gpt-oss:20b?think=high", "gptoss", "high")]
    [InlineData("qwen3:8b", "qwen3", "True")]
    [InlineData("qwen3:8b?think=on", "qwen3", "True")]
    [InlineData("qwen3:8b?think=off", "qwen3", "False")]
    [InlineData("qwen3:8b?think=high", "qwen3", "high")]
    [InlineData("plain:7b", "plain", null)]
    [InlineData("plain:7b?think=off", "plain", null)]
    public async Task Ollama_is_told_on_or_off_or_a_level(string name, string family, string? sent)
    {
        await using var fake = await OllamaAsync(name, family);
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
        await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        (fake.Requests.Single().Body.TryGetProperty("think", out var think) ? think.ToString() : null).Should().Be(sent);
    }

    [Theory]
    [InlineData("gpt-oss:20b?think=off", "gptoss", AlwaysThinks)]
    [InlineData("plain:7b?think=on", "plain", CannotThink)]
    [InlineData("plain:7b?think=high", "plain", CannotThink)]
    public async Task Ollama_is_not_asked_what_a_model_cannot_do(string name, string family, string line)
    {
        await using var fake = await OllamaAsync(name, family);
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        var connect = () => server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage(line).Which.Message.Should().NotContain("\n");
        fake.Requests.Should().BeEmpty();
    }

    // Which models beside gpt-oss have levels changes with Ollama's versions: it is the server that knows.
    [Fact]
    public async Task A_level_that_Ollama_refuses_is_one_line_before_the_sweep()
    {
        await using var fake = await OllamaAsync("qwen3:8b", "qwen3", _ => FakeFault.Http(400, "think value \"low\" is not supported for this model"));
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("qwen3:8b?think=low"), TestContext.Current.CancellationToken);
        var probe = () => TokenizerProbe.RunAsync(model, 8192, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        (await probe.Should().ThrowAsync<HaystackException>()).WithMessage("model 'qwen3:8b?think=low' does not answer: HTTP 400: think value \"low\" is not supported for this model");
        fake.Requests.Should().ContainSingle();
    }

    private static Task<FakeOllama> OllamaAsync(string name, string family, Func<FakeRequest, FakeFault?>? fault = null) => FakeOllama.StartAsync(new FakeOllamaOptions
    {
        Fault = fault ?? (_ => null),
        Models = [new FakeModel { Name = ModelSpec.Parse(name).Name, Family = family, Capabilities = family == "plain" ? ["completion"] : ["completion", "thinking"] }],
    });

    private static async Task ShouldSendAsync(OpenAiFlavor flavor, string name, string? effort, string? arguments)
    {
        var spec = ModelSpec.Parse($"openai/{name}");
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = flavor, Models = [new FakeModel { Name = spec.Name }] });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        await using var model = server.Connect(spec, new OpenAiModel { Flavor = flavor, ContextSource = "" });
        await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        var body = fake.Requests.Single().Body;
        (body.TryGetProperty("reasoning_effort", out var sent) ? sent.GetString() : null).Should().Be(effort, $"{flavor} {name}");
        (body.TryGetProperty("chat_template_kwargs", out var kwargs) ? kwargs.GetRawText() : null).Should().Be(arguments, $"{flavor} {name}");
        body.TryGetProperty("think", out _).Should().BeFalse("that is Ollama's word");
    }

    private static async Task ShouldBeRefusedAsync(OpenAiFlavor flavor, string name, string line)
    {
        var spec = ModelSpec.Parse($"openai/{name}");
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = flavor, Models = [new FakeModel { Name = spec.Name }] });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        var connect = () => server.Connect(spec, new OpenAiModel { Flavor = flavor, ContextSource = "" });
        connect.Should().Throw<HaystackException>().WithMessage(line).Which.Message.Should().NotContain("\n").And.StartWith($"model '{spec}'");
        fake.Requests.Should().BeEmpty();
    }
}
