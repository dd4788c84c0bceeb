using FluentAssertions;
using Haystack.Reference;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary><c>haystack reference check</c> on a real llama-server, sound and not: what is found out, and what is harmless.</summary>
[Trait("Category", "Live")]
[Trait("Category", "Slow")]
public sealed class LlamaReferenceCheckTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sharp_model_passes()
    {
        await using var server = await StartAsync(new ReferenceOptions(), 3 * 1024);
        var ended = await CheckAsync(server, "--max-ctx", "2k", "--documents", "1");
        ended.ExitCode.Should().Be(0, ended.Output);
        ended.Output.Should().Contain("answers here as it is certified").And.Contain("the server reads exactly the tokens that it was sent").And.Contain("had the same answers");
    }

    [Fact]
    public async Task Too_small_a_context_is_found_out()
    {
        await using var server = await StartAsync(new ReferenceOptions(), 3 * 1024);
        var ended = await CheckAsync(server, "--max-ctx", "4k", "--documents", "1");
        ended.ExitCode.Should().Be(2);
        ended.Output.Should().Contain("is refused as too long").And.Contain("a reply that does not fit").And.Contain("nothing is dropped");
    }

    [Fact]
    public async Task A_template_that_adds_something_is_found_out()
    {
        await File.WriteAllTextAsync(_folder["own.jinja"], "{% for message in messages %}{{ '<user>' + message['content'] }}{% endfor %}{{ '\\n<assistant>' }}", TestContext.Current.CancellationToken);
        await using var server = await StartAsync(new ReferenceOptions(), 3 * 1024, "--jinja", "--chat-template-file", _folder["own.jinja"]);
        var ended = await CheckAsync(server, "--max-ctx", "1k", "--documents", "1");
        ended.ExitCode.Should().Be(2);
        ended.Output.Should().Contain("the template adds 18 tokens of every prompt").And.Contain("do not begin with \"Answer: \"");
    }

    private async Task<LlamaServerProcess> StartAsync(ReferenceOptions options, int contextTokens, params string[] more)
    {
        OutputFile.Write(_folder["reference.gguf"], ReferenceModel.Compose(options).WriteGguf);
        return await LlamaServerProcess.StartAsync(_folder["reference.gguf"], contextTokens, 1, more);
    }

    private async Task<(int ExitCode, string Output)> CheckAsync(LlamaServerProcess server, params string[] more)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["reference", "check", "--model", "openai/tiny", "--base-url", server.BaseUrl, .. more]);
        output.WriteLine(ended.Error);
        output.WriteLine(ended.Output);
        return (ended.ExitCode, ended.Output + ended.Error);
    }
}
