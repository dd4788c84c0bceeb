using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Certifying;
using Haystack.Inference;
using Haystack.Inference.Health;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>The check of a reference model on a real llama-server and on the engine of this process, sound and not: what is found out, and what is harmless.</summary>
[Trait("Category", "Live")]
[Trait("Category", "Slow")]
public sealed class LlamaReferenceCheckTests(ReferenceFiles files, ITestOutputHelper output) : IClassFixture<ReferenceFiles>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_command_passes_a_sound_server_and_says_so()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 2048);
        var ended = await CheckAsync(server, "--max-ctx", "2k", "--documents", "1");
        ended.ExitCode.Should().Be(0, ended.Output);
        ended.Output.Should().Contain("answers here as it is certified").And.Contain("the server reads exactly the tokens that it was sent").And.Contain("had the same answers");
    }

    [Fact]
    public async Task The_sharp_model_passes_at_16k()
    {
        // A context so much larger that it is not filled to the brim as well, which takes as long again.
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 19 * 1024, 1, "--threads-batch", "2");
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [16 * 1024]);
        findings.Should().OnlyContain(f => f.Level == FindingLevel.Good);
        findings[^1].Text.Should().Contain("9 of 9 answers are the evaluator's, up to 16,");
    }

    [Fact]
    public async Task Too_small_a_context_is_found_out()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 1536);
        var ended = await CheckAsync(server, "--max-ctx", "2k", "--documents", "1");
        ended.ExitCode.Should().Be(2);
        ended.Output.Should().Contain("is refused as too long").And.Contain("a reply that does not fit").And.Contain("nothing is dropped");
    }

    [Fact]
    public async Task A_template_that_adds_something_is_found_out()
    {
        await File.WriteAllTextAsync(_folder["own.jinja"], "{% for message in messages %}{{ '<user>' + message['content'] }}{% endfor %}{{ '\\n<assistant>' }}", TestContext.Current.CancellationToken);
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 1024, 1, "--jinja", "--chat-template-file", _folder["own.jinja"]);
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [512]);
        findings.Should().Contain(f => f.Level == FindingLevel.Bad && f.Text == "the template adds 18 tokens of every prompt").And.Contain(f => f.Subject == "replies");
    }

    [Fact]
    public async Task A_context_that_is_shifted_is_found_out()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 1024, 1, "--context-shift");
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [512]);
        findings.Where(f => f.Level == FindingLevel.Bad).Select(f => f.Subject).Should().Equal("context shift", "verdict");
    }

    [Fact]
    public async Task A_sliding_window_is_found_out_and_where_it_ends()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.Windowed(512), 2048);
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [512, 2048]);
        var recall = findings.Single(f => f.Subject == "recall");
        recall.Level.Should().Be(FindingLevel.Bad);
        recall.Text.Should().Contain("as with a sliding window");
        var ends = Regex.Match(recall.Text, @"stands ([\d,]+) tokens or more before the end, and everything within ([\d,]+):");
        int.Parse(ends.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(512);
        int.Parse(ends.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).Should().BeLessThan(512);
    }

    [Fact]
    public async Task The_window_of_a_file_that_is_as_long_as_the_context_is_harmless()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.Windowed(8192), 1024);
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [512]);
        findings.Should().OnlyContain(f => f.Level == FindingLevel.Good);
    }

    [Theory]
    [InlineData("q8_0", true)]
    [InlineData("q4_0", false)]
    public async Task Coarse_keys_and_values_are_found_out_where_they_do_harm(string type, bool isHarmless)
    {
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 4096, 1, "--flash-attn", "on", "--cache-type-k", type, "--cache-type-v", type);
        // Of one text the coarsest loses too little for a test that must see it.
        var documents = isHarmless ? 1 : 2;
        MustBe(await FindAsync("openai/tiny", server.BaseUrl, [1024, 4096], documents), isHarmless);
        MustBe(await FindAsync($"gguf/{files.File()}?threads=1&kv={type}", null, [1024, 4096], documents), isHarmless);
    }

    [Fact]
    public async Task Two_slots_are_harmless()
    {
        await using var server = await LlamaServerProcess.StartAsync(files.File(), 2048, 2);
        var findings = await FindAsync("openai/tiny", server.BaseUrl, [512, 2048]);
        findings.Should().OnlyContain(f => f.Level == FindingLevel.Good);
    }

    [Fact]
    public async Task Too_small_a_context_of_the_engine_is_found_out()
    {
        var findings = await FindAsync($"gguf/{files.File()}?threads=1&ctx=1k", null, [512, 2048]);
        findings.Should().Contain(f => f.Level == FindingLevel.Bad && f.Subject == "context" && f.Text.Contains("is refused as too long", StringComparison.Ordinal));
    }

    private static void MustBe(IReadOnlyList<CheckFinding> findings, bool isHarmless)
    {
        if (isHarmless)
            findings.Should().OnlyContain(f => f.Level == FindingLevel.Good);
        else
            findings.Should().Contain(f => f.Level == FindingLevel.Bad && f.Subject == "recall" && f.Text.Contains("as with a coarse KV cache", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<CheckFinding>> FindAsync(string model, string? baseUrl, int[] contexts, int documents = 1)
    {
        var reference = files.Model();
        using var servers = new ModelServers(new ModelServerOptions { TokenizerOverride = reference.Tokenizer, BaseUrl = baseUrl });
        var spec = ModelSpec.Parse($"{model}{(model.Contains('?') ? '&' : '?')}temperature=0");
        await using var connection = await servers.ConnectAsync(spec, TestContext.Current.CancellationToken);
        var findings = await new ReferenceCheck(reference, connection, contexts, documents).RunAsync(output.WriteLine, TestContext.Current.CancellationToken);
        foreach (var finding in findings)
            output.WriteLine($"{finding.Level} {finding.Subject}: {finding.Text}");
        return findings;
    }

    private async Task<(int ExitCode, string Output)> CheckAsync(LlamaServerProcess server, params string[] more)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["reference", "check", "--model", "openai/tiny", "--base-url", server.BaseUrl, .. more]);
        output.WriteLine(ended.Error);
        output.WriteLine(ended.Output);
        return (ended.ExitCode, ended.Output + ended.Error);
    }
}
