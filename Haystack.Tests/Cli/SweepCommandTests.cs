using System.Text.Json;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Haystack.Tokenization;

using Xunit;

namespace Haystack.Tests.Cli;

public sealed class SweepCommandTests : IDisposable
{
    private static readonly string[] Small = ["sweep", "--max-ctx", "16k", "--contexts", "2k,12k", "--documents", "4", "--out", "run", "--ui", "plain"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_an_Ollama_it_says_so_in_one_line_and_sweeps_the_built_in_readers()
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, Small);
        ended.Error.Split('\n').Where(l => l.Contains("ollama serve", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("ollama pull").And.Contain("built-in readers");
        ended.ExitCode.Should().Be(0, ended.Error);
        var written = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        written.Should().OnlyContain(path => File.Exists(Path.Combine(_folder.Path, path)));
        written.Should().Contain(path => path.EndsWith("run.db")).And.Contain(path => path.EndsWith("accuracy.png"));
        written.Count(path => Path.GetFileName(path).StartsWith("recall-", StringComparison.Ordinal)).Should().Be(3);

        var run = RunReader.Read(_folder["run"]);
        run.Trials.Should().HaveCount(3 * 2 * 4 * 26).And.OnlyContain(t => t.Outcome.IsAnswer());
        TheOracleIsAlwaysRight(run);
        TheWindowIsRightExactlyWhereItsFactsAreVisible(run);
    }

    [Fact]
    public async Task The_same_command_again_asks_nothing_and_a_changed_option_is_refused()
    {
        var first = await HaystackProcess.RunAsync(_folder.Path, [.. Small, "--model", "builtin/oracle"]);
        first.ExitCode.Should().Be(0, first.Error);
        var stored = File.GetLastWriteTimeUtc(_folder["run/run.db"]);
        var again = await HaystackProcess.RunAsync(_folder.Path, [.. Small, "--model", "builtin/oracle"]);
        again.ExitCode.Should().Be(0, again.Error);
        again.Error.Should().Contain("208 trials (208 of them done before)");
        var changed = await HaystackProcess.RunAsync(_folder.Path, [.. Small, "--model", "builtin/oracle", "--seed", "2"]);
        changed.ExitCode.Should().Be(1);
        changed.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("seed: 1 → 2");
        RunReader.Read(_folder["run"]).Trials.Should().HaveCount(208);
        File.GetLastWriteTimeUtc(_folder["run/run.db"]).Should().BeOnOrAfter(stored);
    }

    [Fact]
    public async Task The_report_as_json_has_a_line_for_each_cell()
    {
        (await HaystackProcess.RunAsync(_folder.Path, [.. Small, "--model", "builtin/oracle"])).ExitCode.Should().Be(0);
        var report = await HaystackProcess.RunAsync(_folder.Path, ["report", "run", "--json"]);
        report.ExitCode.Should().Be(0, report.Error);
        var cells = report.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        cells.Should().NotBeEmpty();
        foreach (var cell in cells)
        {
            cell.EnumerateObject().Select(p => p.Name).Should().Equal(
                "model", "family", "language", "arm", "order", "context_tokens", "distance_tokens", "correct", "answered", "completed", "ambiguous", "invalid", "low", "high", "outcomes");
            cell.GetProperty("correct").GetInt32().Should().Be(cell.GetProperty("answered").GetInt32());
            cell.GetProperty("high").GetDouble().Should().Be(1);
            cell.GetProperty("outcomes").GetProperty("correct").GetInt32().Should().Be(cell.GetProperty("answered").GetInt32());
        }

        cells.Sum(c => c.GetProperty("answered").GetInt32()).Should().Be(208);
    }

    [Theory]
    [InlineData("no model", "--model", "builtin/nobody")]
    [InlineData("provider", "--model", "ollama/")]
    [InlineData("max-ctx form", "--max-ctx", "3x")]
    [InlineData("max-ctx too small", "--max-ctx", "300")]
    [InlineData("max-ctx below the smallest plan", "--max-ctx", "700")]
    [InlineData("corpus", "--corpus", "/no/such/file.txt")]
    [InlineData("distance", "--distances", "0,512k")]
    [InlineData("contradiction", "--max-ctx", "4k", "--contexts", "8k")]
    [InlineData("family", "--families", "nothing")]
    [InlineData("language", "--language", "xx")]
    [InlineData("arm", "--arms", "pair,third")]
    [InlineData("hops", "--hops", "9")]
    [InlineData("unreachable server", "--model", "qwq:32b")]
    [InlineData("option", "--bogus")]
    [InlineData("value missing", "--seed")]
    [InlineData("twice", "--model", "builtin/oracle", "--model", "builtin/oracle")]
    [InlineData("tokenizer", "--tokenizer", "hf:/no/such/tokenizer.json")]
    public async Task Bad_input_gets_one_clear_line_and_exit_1_and_nothing_is_written(string what, params string[] arguments)
    {
        var model = arguments.Contains("--model") ? [] : new[] { "--model", "builtin/oracle" };
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--out", "run", .. model, .. arguments]);
        ended.ExitCode.Should().Be(1, $"{what}: {ended.Error}");
        ended.Error.Trim().Split('\n').Should().ContainSingle(what).Which.Should().StartWith("haystack: ");
        ended.Output.Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty(what);
    }

    [Fact]
    public async Task An_empty_corpus_and_an_output_that_is_not_a_run_are_refused()
    {
        File.WriteAllText(_folder["empty.txt"], "");
        var empty = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "builtin/oracle", "--corpus", "empty.txt", "--out", "run"]);
        (empty.ExitCode, empty.Error.Trim().Split('\n').Length).Should().Be((1, 1), empty.Error);
        Directory.Exists(_folder["run"]).Should().BeFalse();
        var other = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "builtin/oracle", "--out", "."]);
        (other.ExitCode, other.Error.Trim().Split('\n').Length).Should().Be((1, 1), other.Error);
        other.Error.Should().Contain("is not a run");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    private static void TheOracleIsAlwaysRight(RunData run) =>
        run.Trials.Where(t => t.Model == "builtin/oracle").Should().OnlyContain(t => t.Outcome == Outcome.Correct);

    private static void TheWindowIsRightExactlyWhereItsFactsAreVisible(RunData run)
    {
        const int window = 8192;
        var head = TokenizerSpec.Load("tiktoken:o200k_base").Count("Read the following text. Then answer one question about it.\n\nText:");
        var documents = run.Documents.ToDictionary(d => d.Id);
        var (visible, hidden) = (0, 0);
        foreach (var trial in run.Trials.Where(t => t.Model == "builtin/window-8192" && t.Arm == Arm.Pair))
        {
            var first = head + documents[trial.DocumentId].Facts.Where(f => f.Chain == trial.Chain).Min(f => f.TokenStart);
            var isVisible = trial.PromptTokensPlanned - first <= window;
            (trial.Outcome == Outcome.Correct).Should().Be(isVisible, $"the first fact begins at token {first} of {trial.PromptTokensPlanned}");
            (visible, hidden) = isVisible ? (visible + 1, hidden) : (visible, hidden + 1);
        }

        visible.Should().BeGreaterThan(20);
        hidden.Should().BeGreaterThan(10);
    }
}
