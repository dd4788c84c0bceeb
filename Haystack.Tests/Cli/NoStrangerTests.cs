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
    [Trait("Category", "Slow")]
    public async Task No_command_asks_anybody_but_the_server_that_was_named_and_a_stored_run_nobody_at_all()
    {
        await using var proxy = new RecordingProxy();
        var tried = new HashSet<string>();
        async Task<HaystackProcess.Ended> Try(params string[] arguments)
        {
            tried.Add(arguments[0]);
            var ended = await RunAsync(proxy, arguments);
            ended.Error.Should().NotContain("API key", string.Join(' ', arguments));
            ended.ExitCode.Should().BeOneOf([0, 2, 100], $"{string.Join(' ', arguments)}: {ended.Error}");
            return ended;
        }

        await using (var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.LmStudio, Models = [new FakeModel { Name = "test-7b", ContextLength = 131_072 }] }))
        {
            string[] model = ["--model", "openai/test-7b", "--base-url", server.BaseUrl], small = ["--contexts", "2k", "--documents", "1"];
            await Try(["sweep", "--anyway", .. model, .. small, "--out", "run", "--ui", "plain"]);
            await Try(["plan", .. model, .. small]);
            await Try(["generate", .. model, .. small, "--out", "set.jsonl"]);
            await Try(["gate", .. model, "--with-context", "2k", "--min-accuracy", "0.5"]);
            await Try("models", "--base-url", server.BaseUrl);
            await Try("doctor", "--base-url", server.BaseUrl);
        }

        // The server is gone: what is stored is enough.
        var key = RunReader.Read(_folder["run"]).Trials[0].Key[..12];
        File.WriteAllText(_folder["answers.jsonl"], "");
        File.WriteAllText(_folder["text.txt"], string.Concat(Enumerable.Repeat("The ferry left at noon and nobody was on it. ", 50)));
        foreach (var arguments in new string[][]
        {
            ["show", "run", key], ["rescore", "run"], ["report", "run"], ["export", "run", "--out", "run.csv"], ["plot", "run"], ["compare", "run", "run"], ["review", "run", key],
            ["merge", "run", "--out", "merged"], ["runs", "."], ["verify", "run"], ["gate", "run", "--min-accuracy", "0.5"], ["score", "--data", "set.jsonl", "--answers", "answers.jsonl", "--out", "scored"],
            ["reference", "write", "--documents", "1", "--out", "reference"], ["corpus", "list"], ["config", "trust"], ["completion", "bash"], ["man"],
            ["slurm", "--model", "builtin/guess", "--contexts", "2k", "--shards", "2", "--out", "gathered", "--write", "jobs"], ["k8s", "--model", "builtin/guess", "--contexts", "2k", "--shards", "2", "--image", "here/haystack", "--claim", "data", "--write", "jobs"],
        })
        {
            tried.Add(arguments[0]);
            var ended = await RunAsync(proxy, arguments);
            ended.Error.Should().NotContain("API key", string.Join(' ', arguments));
            if (arguments[0] is not ("score" or "config" or "review" or "compare"))
                ended.ExitCode.Should().BeOneOf([0, 2, 100], $"{string.Join(' ', arguments)}: {ended.Error}");
        }

        tried.Should().BeEquivalentTo(Haystack.Cli.Program.CreateRoot().Subcommands.Select(c => c.Name), "no command is left out");
        proxy.Asked.Should().BeEmpty();

        // It would have heard: a host that is named is asked for through it.
        await RunAsync(proxy, "models", "--base-url", "http://named.example/v1");
        proxy.Asked.Should().NotBeEmpty().And.OnlyContain(line => line.Contains("named.example", StringComparison.Ordinal));
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
