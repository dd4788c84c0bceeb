using System.Text.Json;
using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Everything that is written as JSON, read by the strictest reader: no key twice in an object, no comment, no trailing comma.</summary>
public sealed class JsonOutputTests : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_object_of_any_output_has_a_key_twice()
    {
        await RunAsync("sweep", "--model", "builtin/window-512", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "3", "--out", "run", "--ui", "none");
        await RunAsync("report", "run", "--summary", "again.json", "--html", "page.html");
        string[][] printing =
        [
            ["report", "run", "--json"], ["report", "run", "--json", "--fit"], ["compare", "run", "--json"], ["models", "--json"],
            ["plan", "--model", "builtin/oracle", "--contexts", "2k", "--json"], ["corpus", "list", "--json"], ["corpus", "stats", "chronicle", "--json"],
            ["doctor", "--json"], ["rescore", "run", "--json"],
        ];
        foreach (var command in printing)
        {
            var ended = await HaystackProcess.RunAsync(_folder.Path, command);
            ended.Output.Length.Should().BeGreaterThan(command[0] == "rescore" ? -1 : 0, string.Join(' ', command) + ended.Error);
            Lines(ended.Output, string.Join(' ', command));
        }

        string[] set = ["generate", "--contexts", "2k", "--documents", "1", "--tokenizer", "tiktoken:o200k_base", "--arms", "pair,absent,closed-book"];
        await RunAsync([.. set, "--out", "set.jsonl"]);
        await RunAsync([.. set, "--format", "inspect", "--out", "inspect.jsonl"]);
        await RunAsync([.. set, "--format", "lm-eval", "--out", "lm-eval"]);
        await RunAsync([.. set, "--format", "openai-batch", "--request-model", "some-model", "--out", "batch"]);
        // So few trials decide nothing; the badge says so.
        (await HaystackProcess.RunAsync(_folder.Path, ["gate", "run", "--min-accuracy", "0.1", "--badge", "badge.json"])).ExitCode.Should().Be(2);

        var files = Directory.EnumerateFiles(_folder.Path, "*.json*", SearchOption.AllDirectories).ToList();
        files.Should().HaveCountGreaterThan(6);
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            if (file.EndsWith(".json", StringComparison.Ordinal))
                Check(text, file);
            else
                Lines(text, file);
        }
    }

    [Fact]
    public void The_check_sees_a_key_that_is_there_twice() =>
        FluentActions.Invoking(() => Check("""{"a":{"b":1,"b":1}}""", "it")).Should().Throw<Xunit.Sdk.XunitException>();

    private async Task RunAsync(params string[] command)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, command);
        ended.ExitCode.Should().Be(0, ended.Error);
    }

    private static void Lines(string text, string from)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Check(line, from);
    }

    private static void Check(string json, string from) =>
        FluentActions.Invoking(() => JsonDocument.Parse(json, Strict).Dispose()).Should().NotThrow(from);
}
