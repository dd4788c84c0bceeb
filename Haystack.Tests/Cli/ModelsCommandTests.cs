using System.Text.Json;
using FluentAssertions;
using Haystack.Cli.Commands;
using Haystack.Inference.Health;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class ModelsCommandTests
{
    private static readonly FakeModel[] Models =
    [
        new() { Name = "qwen3:8b", Family = "qwen3", Capabilities = ["completion", "thinking"], Vocabulary = DerivedVocabulary.Small },
        new() { Name = "plain:7b", ContextLength = 8192 },
        new() { Name = "embed:1", Capabilities = ["embedding"] },
    ];

    [Fact]
    public async Task Every_chat_model_is_listed_with_what_a_sweep_would_know_of_it()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = Models });
        var (text, notices) = await RunAsync(fake.Endpoint, json: false);
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(" | ", l.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).Should().Equal(
            "model | context | tokenizer | size | quantization | on disk | loaded at 32k | a sweep takes | thinks | sampling",
            "qwen3:8b | 128k | exact (test:own) | 7.6B | Q4_K_M | 4.7 GB | 6.6 GB | 2,080 trials, 1.1M prompt tokens | on | Qwen3 model card, thinking",
            "plain:7b | 8k | calibrated (test:default) | 7.6B | Q4_K_M | 4.7 GB | 5.2 GB | 832 trials, 0.2M prompt tokens | none | greedy");
        notices.Should().Be("plain:7b: token counts are approximate: the model has no vocabulary\n");
        fake.Requests.Should().BeEmpty("a listing asks no model anything");
    }

    [Fact]
    public async Task As_json_there_is_one_object_a_line()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = Models });
        var (text, _) = await RunAsync(fake.Endpoint, json: true);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        first.GetProperty("name").GetString().Should().Be("qwen3:8b");
        first.GetProperty("max_context_tokens").GetInt32().Should().Be(131_072);
        first.GetProperty("tokenizer_grade").GetString().Should().Be("exact");
    }

    [Fact]
    public async Task Without_a_server_one_line_says_so_and_the_builtin_readers_are_listed()
    {
        var (text, notices) = await RunAsync("http://127.0.0.1:9", json: false);
        notices.Should().StartWith("no Ollama can be reached at http://127.0.0.1:9/").And.Contain("built-in readers").And.MatchRegex("^[^\n]*\n$");
        text.Should().Contain("builtin/oracle").And.Contain("simulated/half-");
    }

    [Fact]
    public async Task The_doctor_says_what_fits_and_what_to_do()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [Models[0]] });
        using var server = new Haystack.Inference.Ollama.OllamaServer(TestRequest.Options(fake.Endpoint));
        var fits = await ServerCheck.RunAsync(server, 32_768, 8_000_000_000, TestContext.Current.CancellationToken);
        fits.Should().OnlyContain(f => f.Level == FindingLevel.Good);
        var tooMuch = await ServerCheck.RunAsync(server, 131_072, 8_000_000_000, TestContext.Current.CancellationToken);
        var model = tooMuch.Should().ContainSingle(f => f.Subject == "qwen3:8b").Subject;
        model.Level.Should().Be(FindingLevel.Warning);
        model.Text.Should().Be("num_ctx 128k: about 12.2 GB (4.7 GB of weights, 7.5 GB of cache at 16 bits), more than the 8.0 GB there are");
        model.Remedy.Should().StartWith("--max-ctx 56k fits");
    }

    [Fact]
    public async Task The_doctor_refuses_a_server_that_cannot_count()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = "0.30.0" });
        using var server = new Haystack.Inference.Ollama.OllamaServer(TestRequest.Options(fake.Endpoint));
        var findings = await ServerCheck.RunAsync(server, 32_768, null, TestContext.Current.CancellationToken);
        findings.Should().ContainSingle().Which.Level.Should().Be(FindingLevel.Bad);
    }

    [Theory]
    [InlineData("Vllm", 131_072, "Good", "takes 128k")]
    [InlineData("Vllm", 8_192, "Warning", "takes 8k, less than the 32k that are planned")]
    [InlineData("Other", 8_192, "Warning", "its server does not say how long a prompt may be")]
    public async Task The_doctor_looks_at_other_servers_too(string flavor, int context, string level, string text)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(flavor), Models = [new FakeModel { Name = "test-7b", ContextLength = context }] });
        var findings = await DoctorCommand.LookAsync(TestRequest.Options(baseUrl: fake.BaseUrl), 32_768, "runs", TestContext.Current.CancellationToken);
        findings.Should().ContainSingle(f => f.Subject == "openai/test-7b" && f.Level == Enum.Parse<FindingLevel>(level)).Which.Text.Should().Contain(text);
        findings.Should().NotContain(f => f.Level == FindingLevel.Bad);
        fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_doctor_finds_bad_what_keeps_a_sweep_from_running()
    {
        var gone = await DoctorCommand.LookAsync(TestRequest.Options(baseUrl: "http://127.0.0.1:9/v1"), 32_768, "runs", TestContext.Current.CancellationToken);
        gone.Should().ContainSingle(f => f.Level == FindingLevel.Bad).Which.Remedy.Should().NotBeNull();
        // A file where a directory should be.
        var disk = await DoctorCommand.LookAsync(TestRequest.Options("http://127.0.0.1:9"), 32_768, Path.Combine(typeof(DoctorCommand).Assembly.Location, "run"), TestContext.Current.CancellationToken);
        disk.Should().ContainSingle(f => f.Subject == "disk").Which.Should().Match<CheckFinding>(f => f.Level == FindingLevel.Bad && f.Remedy != null);
    }

    [Fact]
    public async Task The_doctor_goes_on_without_a_server()
    {
        var findings = await DoctorCommand.LookAsync(TestRequest.Options("http://127.0.0.1:9"), 32_768, "runs", TestContext.Current.CancellationToken);
        findings.Should().Contain(f => f.Subject == "Ollama" && f.Level == FindingLevel.Warning && f.Remedy!.Contains("ollama serve", StringComparison.Ordinal));
        findings.Select(f => f.Subject).Should().Contain(["memory", "disk", "fonts", "cache", "standard weight"]);
    }

    private static async Task<(string Text, string Notices)> RunAsync(string endpoint, bool json)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await ModelsCommand.ListAsync(TestRequest.Options(endpoint), isNamed: false, json, output, notices, TestContext.Current.CancellationToken);
        code.Should().Be(0);
        return (output.ToString(), notices.ToString());
    }
}
