using FluentAssertions;
using Haystack.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Files and runs that are named by mistake, or are not there yet: one line each, or made.</summary>
public sealed class MistakenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_in_a_folders_place_is_one_line_missing_parents_are_made_and_three_models_are_compared_against_one()
    {
        await SweepAsync("three", "builtin/oracle", "builtin/guess", "builtin/window-1024");
        await SweepAsync("one", "builtin/window-2048");
        await File.WriteAllTextAsync(_folder["taken"], "", TestContext.Current.CancellationToken);
        foreach (var line in new[] { "plot three --out taken", "compare three --plots taken", "report three --plots taken" })
        {
            var ended = await RunAsync(line);
            ended.ExitCode.Should().Be(ExitCodes.Usage, line);
            ended.Error.Trim().Should().Be("haystack: taken is a file: pictures go to a folder, name one", line);
        }

        foreach (var (line, made) in new[]
        {
            ("plot one --out a/b", "a/b/accuracy.png"), ("compare three --plots c/d", "c/d/difference-builtin-oracle-to-builtin-guess.png"), ("export one --out e/f/g.csv", "e/f/g.csv"),
            ("report one --html h/i.html --summary j/k.json", "j/k.json"), ("gate one --min-accuracy 0.5 --junit l/m.xml", "l/m.xml"),
        })
        {
            (await RunAsync(line)).Error.Should().NotContain("haystack:", line);
            File.Exists(_folder[made]).Should().BeTrue(line);
        }

        var compared = await RunAsync("compare three one");
        compared.ExitCode.Should().Be(ExitCodes.Done, compared.Error);
        foreach (var model in new[] { "builtin/oracle", "builtin/guess", "builtin/window-1024" })
            compared.Output.Should().MatchRegex($@"three: {model} → one: builtin/window-2048\r?\nright: \d+% \(\d+/16\) → 100% \(16/16\); D50: ", "each pair is made, with each side's accuracy and D50");
    }

    [Fact]
    public async Task A_data_set_is_no_file_of_answers()
    {
        var set = (await RunAsync("generate --tokenizer tiktoken:o200k_base --contexts 1k --documents 1")).Output;
        await File.WriteAllTextAsync(_folder["set.jsonl"], set, TestContext.Current.CancellationToken);
        var scored = await RunAsync("score --data set.jsonl --answers set.jsonl --out scored");
        scored.ExitCode.Should().Be(ExitCodes.Usage);
        scored.Error.Should().Contain("set.jsonl: line 1 is no answer");
        Directory.Exists(_folder["scored"]).Should().BeFalse();
    }

    private async Task SweepAsync(string run, params string[] models) =>
        (await RunAsync($"sweep --model {string.Join(" --model ", models)} --contexts 2k --documents 2 --out {run}")).ExitCode.Should().Be(ExitCodes.Done);

    private Task<HaystackProcess.Ended> RunAsync(string line) => HaystackProcess.RunAsync(_folder.Path, line.Split(' '));
}
