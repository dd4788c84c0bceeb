using FluentAssertions;
using Haystack.Inference.OpenAi;
using Haystack.Storage;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>No command contacts anybody whom the user did not name: a proxy that everything else would go through hears nothing.</summary>
public sealed class NoStrangerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_of_a_server_that_was_named_is_shown_decided_and_read_again_without_anybody_else_and_without_a_key()
    {
        await using var proxy = new RecordingProxy();
        await using (var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.LmStudio, Models = [new FakeModel { Name = "test-7b", ContextLength = 131_072 }] }))
        {
            var swept = await RunAsync(proxy, "sweep", "--anyway", "--model", "openai/test-7b", "--base-url", server.BaseUrl, "--contexts", "2k", "--documents", "1", "--out", "run", "--ui", "plain");
            swept.ExitCode.Should().BeOneOf([0, 2], swept.Error);
            (await RunAsync(proxy, "models", "--base-url", server.BaseUrl)).ExitCode.Should().Be(0);
            (await RunAsync(proxy, "doctor", "--base-url", server.BaseUrl)).ExitCode.Should().BeOneOf(0, 1, 2);
        }

        // The server is gone: what is stored is enough.
        var key = RunReader.Read(_folder["run"]).Trials[0].Key[..12];
        foreach (var arguments in new string[][] { ["show", "run", key], ["rescore", "run"], ["report", "run"], ["export", "run"], ["plot", "run"], ["compare", "run", "run"] })
        {
            var ended = await RunAsync(proxy, arguments);
            ended.Error.Should().NotContain("API key", string.Join(' ', arguments));
            if (arguments[0] is "show" or "rescore" or "report")
                ended.ExitCode.Should().Be(0, $"{arguments[0]}: {ended.Error}");
        }

        (await RunAsync(proxy, "gate", "run", "--min-accuracy", "0.5")).ExitCode.Should().BeOneOf(0, 2, 100);
        proxy.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("models")]
    [InlineData("doctor")]
    [InlineData("plan")]
    [InlineData("sweep")]
    public async Task A_model_whose_namespace_is_a_providers_name_is_asked_of_the_Ollama_that_lists_it(string command)
    {
        await using var proxy = new RecordingProxy();
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "openai/gpt-oss-x:20b" }, new FakeModel { Name = "test:7b" }] });
        string[] arguments = command is "plan" or "sweep" ? [command, "--contexts", "2k", "--documents", "1", .. command == "sweep" ? new[] { "--dry-run" } : []] : [command];
        var ended = await RunAsync(proxy, server.Endpoint, arguments);
        (ended.Output + ended.Error).Should().Contain("ollama/openai/gpt-oss-x:20b").And.NotContain("OPENAI_API_KEY");
        proxy.Asked.Should().BeEmpty();
    }

    private Task<HaystackProcess.Ended> RunAsync(RecordingProxy proxy, params string[] arguments) => RunAsync(proxy, null, arguments);

    private Task<HaystackProcess.Ended> RunAsync(RecordingProxy proxy, string? ollama, string[] arguments) =>
        HaystackProcess.RunAsync(_folder.Path, arguments, new Dictionary<string, string>(proxy.Variables) { ["OLLAMA_HOST"] = ollama ?? "127.0.0.1:9", ["OPENAI_API_KEY"] = "" });
}
