using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Storage;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>A server whose models are called and reply so as to take over a terminal, a page, a table or a file system.</summary>
public sealed class HostileServerTests : IDisposable
{
    private const string Attack = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202Egnp\r\n</script><img src=x onerror=alert(1)>=cmd|'/c calc'!A1 ";

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Nothing_that_a_server_says_reaches_a_terminal_live_or_leaves_the_runs_directory()
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        const string name = "../../../evil\u202E:7b";
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = name, Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small, Quantization = Attack, ParameterSize = Attack, Family = "qwen2" }],
            Answer = r => Attack + oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
            Fault = r => r.NumPredict != 1 && r.Index % 9 == 0 ? FakeFault.Http(404, Attack) : null,
        });
        Directory.CreateDirectory(_folder["inside/here"]);
        string[] at = ["--endpoint", server.Endpoint];
        (await RunAsync(["models", .. at])).Output.Should().Contain("evil");
        await RunAsync(["doctor", .. at]);
        var sweep = await RunAsync(["sweep", "--anyway", .. at, "--contexts", "2k", "--documents", "1", "--out", "run", "--ui", "plain", "--progress-every", "0.001s"]);
        sweep.ExitCode.Should().Be(2, sweep.Error);
        foreach (var arguments in (string[][])[["report", "run"], ["report", "run", "--json"], ["report", "run", "--json", "--fit"], ["show", "run"]])
            (await RunAsync(arguments)).ExitCode.Should().Be(0, string.Join(' ', arguments));
        foreach (var trial in RunReader.Read(_folder["inside/here/run"]).Trials.GroupBy(t => t.Outcome).Select(g => g.First()))
            (await RunAsync(["show", "run", trial.Key, .. at])).ExitCode.Should().Be(0);

        var outside = Directory.EnumerateFileSystemEntries(_folder.Path).Concat(Directory.EnumerateFileSystemEntries(_folder["inside"])).Concat(Directory.EnumerateFileSystemEntries(_folder["inside/here"]));
        outside.Select(Path.GetFileName).Should().BeEquivalentTo("inside", "here", "run");
        foreach (var file in Directory.GetFiles(_folder["inside/here/run"]).Where(f => Path.GetExtension(f) is ".html" or ".md" or ".json" or ".svg"))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text.Should().NotContainAny(["\u001b", "\u009b", "\u202E", "<img", "</script><"], file);
        }
    }

    private async Task<HaystackProcess.Ended> RunAsync(string[] arguments)
    {
        var ended = await HaystackProcess.RunAsync(_folder["inside/here"], arguments);
        (ended.Output + ended.Error).Where(c => c != '\n' && (char.IsControl(c) || c is '\u202E')).Should().BeEmpty($"of what {string.Join(' ', arguments)} prints a terminal obeys nothing");
        return ended;
    }
}
