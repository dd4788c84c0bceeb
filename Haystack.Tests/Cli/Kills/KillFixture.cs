using System.Globalization;
using System.Text.Json;
using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Tests.Cli.Kills;

/// <summary>The files that the killed commands read: two runs, one whose outcomes are not what its replies say, a data set with answers, a text, settings.</summary>
internal static class KillFixture
{
    /// <summary>The variables that keep what is written for a user within a folder.</summary>
    public static Dictionary<string, string> Home(string folder) => new() { ["XDG_CONFIG_HOME"] = Path.Combine(folder, "config"), ["XDG_DATA_HOME"] = Path.Combine(folder, "data") };

    /// <summary>Makes them.</summary>
    public static async Task MakeAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "text.txt"), string.Concat(Enumerable.Range(0, 4_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"The river rose by {i} inches that spring. Nobody went down to the mill.\n\n"))));
        await File.WriteAllTextAsync(Path.Combine(folder, "haystack.yaml"), "seed: 1\n");
        foreach (var (name, model) in ((string, string)[])[("run", "builtin/guess"), ("misread", "builtin/guess"), ("other", "builtin/window-512")])
            await RunAsync(folder, $"sweep --model {model} --contexts 2k --documents 2 --out {name} --ui none");
        await RunAsync(folder, "generate --tokenizer tiktoken:o200k_base --contexts 2k --documents 2 --out set.jsonl");
        await File.WriteAllLinesAsync(Path.Combine(folder, "answers.jsonl"), (await File.ReadAllLinesAsync(Path.Combine(folder, "set.jsonl")))
            .Select(line => JsonDocument.Parse(line).RootElement).Select(q => JsonSerializer.Serialize(new { id = q.GetProperty("id").GetString(), answer = $"Answer: {q.GetProperty("answer").GetString()}" })));
        var misread = Path.Combine(folder, "misread");
        var run = RunReader.Read(misread, withTexts: true);
        var store = RunStore.Open(misread, run.Manifest);
        await using (store)
            await store.PutScoresAsync([.. run.Trials.Select(t => t with { Outcome = Outcome.Unparsed, Answer = null })], "0.0.1");
    }

    private static async Task RunAsync(string folder, string arguments)
    {
        var ended = await HaystackProcess.RunAsync(folder, arguments.Split(' '), Home(folder));
        ended.ExitCode.Should().Be(0, $"{arguments}: {ended.Error}");
    }
}
