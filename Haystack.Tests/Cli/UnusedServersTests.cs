using FluentAssertions;
using Haystack.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>A server that no named model is asked at is never passed over.</summary>
public sealed class UnusedServersTests : IDisposable
{
    private const string Url = "http://127.0.0.1:9/v1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sweep --model nosuch:7b --base-url URL", "--base-url URL: no model that is named is asked there: 'nosuch:7b' is an Ollama's, as a name without a provider is; --model openai/nosuch:7b is that server's")]
    [InlineData("plan --model ollama/nosuch:7b --base-url URL", "--base-url URL: no model that is named is asked there: 'ollama/nosuch:7b' is an Ollama's; --model openai/nosuch:7b is that server's")]
    [InlineData("sweep --model builtin/oracle --model gguf/a.gguf --endpoint URL", "--endpoint URL: no model that is named is asked there: 'builtin/oracle' runs in this process; --model ollama/NAME is that server's")]
    [InlineData("sweep --model openai/a --endpoint URL", "--endpoint URL: no model that is named is asked there: 'openai/a' is an OpenAI-compatible server's; --model ollama/a is that server's")]
    [InlineData("plan --model openai/a?base_url=http://127.0.0.1:8/v1 --base-url URL", "--base-url URL: no model that is named is asked there: 'openai/a?base_url=http://127.0.0.1:8/v1' says in its name where it is; --model openai/NAME is that server's")]
    [InlineData("generate --model nosuch:7b --base-url URL --count", "'nosuch:7b' is an Ollama's")]
    [InlineData("slurm --shards 2 --write a --model nosuch:7b --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("k8s --shards 2 --write a --claim c --image x --model nosuch:7b --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("doctor --ask nosuch:7b --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("doctor --cache nosuch:7b --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("reference check --model nosuch:7b --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("gate --model nosuch:7b --min-accuracy 0.5 --at-distance 0 --base-url URL", "'nosuch:7b' is an Ollama's")]
    [InlineData("sweep --model nosuch:7b --api-key-env SOME_KEY", "--api-key-env SOME_KEY: no model that is named is asked there: 'nosuch:7b' is an Ollama's")]
    [InlineData("models --endpoint http://127.0.0.1:8 --base-url URL", "--endpoint http://127.0.0.1:8: without --model the models of --base-url are taken")]
    public async Task What_was_typed_is_refused_with_the_spelling_that_is_meant(string command, string said)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, command.Replace("URL", Url, StringComparison.Ordinal).Split(' '));
        ended.ExitCode.Should().Be(ExitCodes.Usage, ended.Error);
        ended.Error.Trim().Should().StartWith("haystack: ").And.Contain(said.Replace("URL", Url, StringComparison.Ordinal)).And.NotContain("\n");
        ended.Output.Should().BeEmpty();
    }

    [Fact]
    public void Every_command_with_a_server_option_is_among_them()
    {
        var tried = typeof(UnusedServersTests).GetMethod(nameof(What_was_typed_is_refused_with_the_spelling_that_is_meant))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>().Select(d => (string)d.Data[0]!);
        var with = Program.CreateRoot().Subcommands.SelectMany(c => c.Subcommands.Prepend(c)).Where(c => c.Options.Any(o => o.Name == "--base-url")).Select(c => c.Name);
        with.Should().OnlyContain(name => tried.Any(t => t.Split(' ').Take(2).Contains(name)));
    }

    [Fact]
    public async Task What_the_settings_hold_is_told_and_the_command_goes_on()
    {
        var variables = new Dictionary<string, string> { ["HAYSTACK_BASE_URL"] = Url };
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["plan", "--model", "builtin/oracle", "--contexts", "2k"], variables);
        ended.ExitCode.Should().Be(ExitCodes.Done, ended.Error);
        ended.Error.Should().Contain($"warning: not used, though the settings name it: --base-url {Url}: no model that is named is asked there");
        (await HaystackProcess.RunAsync(_folder.Path, ["plan", "--model", "builtin/oracle", "--model", $"openai/a?base_url={Url}", "--contexts", "2k"])).Error.Should().NotContain("not used");
    }
}
