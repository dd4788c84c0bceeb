using FluentAssertions;
using Haystack.Cli;
using Haystack.Cli.Commands;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>What a user does every day: settings, old runs, quiet sweeps with a log, lines copied from help and docs.</summary>
public sealed class EverydayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_man_page_has_every_command_and_option_and_no_request_from_a_text()
    {
        var root = Program.CreateRoot();
        var page = ManCommand.Page(root);
        foreach (var command in root.Subcommands)
            page.Should().Contain($".SS haystack {command.Name}");
        page.Should().Contain("\\-\\-max\\-ctx").And.Contain("haystack runs prune");
        page.Split('\n').Where(l => l.StartsWith('.')).Should().OnlyContain(l => l.StartsWith(".TH ") || l.StartsWith(".SH ") || l.StartsWith(".SS ") || l == ".TP" || l == ".PP" || l == ".br" || l.StartsWith(".B ") || l.StartsWith(".I "));
    }

    [Fact]
    public void Markdown_for_a_terminal_has_no_entities_and_stands_in_columns()
    {
        var text = TerminalMarkdown.Of("## Haystack: <code>a&#95;b</code>\n\n| model | D50 |\n|---|---:|\n| <code>m</code> | &gt; 4k (no miss) |\n\n- **bad** 1 &lt; 2\n");
        text.Should().Be("Haystack: a_b\n\nmodel  D50\nm      > 4k (no miss)\n\n- bad 1 < 2");
    }

    [Fact]
    public async Task A_settings_file_is_made_checked_and_shown_and_what_means_nothing_is_refused()
    {
        (await RunAsync("config", "init")).ExitCode.Should().Be(0);
        (await RunAsync("config", "init")).Error.Should().Contain("is there already");
        SettingsFile.Read(await File.ReadAllTextAsync(_folder["haystack.yaml"], TestContext.Current.CancellationToken), "haystack.yaml").Should().NotBeNull();
        File.Delete(_folder["haystack.yaml"]);
        await File.WriteAllTextAsync(_folder["haystack.yml"], "max-ctx: 8k\nfamily: link\ngate:\n  min-accuracy: 0.5\n", TestContext.Current.CancellationToken);
        var shown = await RunAsync("config", "show");
        shown.Output.Should().MatchRegex("max-ctx +8k +haystack.yml").And.MatchRegex("gate: min-accuracy +0.5");
        (await RunAsync("config", "check", "haystack.yml")).ExitCode.Should().Be(0);
        await File.WriteAllTextAsync(_folder["haystack.yml"], "gates:\n  min-accuracy: 0.5\n", TestContext.Current.CancellationToken);
        (await RunAsync("models")).Error.Trim().Should().Be("haystack: haystack.yml: there is no section 'gates'; the one there is goes by 'gate'");
        await File.WriteAllTextAsync(_folder["haystack.yml"], "max-ctxs: 8k\n", TestContext.Current.CancellationToken);
        (await RunAsync("gate", "latest", "--min-accuracy", "0.5")).Error.Trim().Should().Be("haystack: haystack.yml: there is no setting 'max-ctxs'; did you mean max-ctx?");
    }

    [Fact]
    public void The_schema_of_settings_knows_every_name_and_no_other()
    {
        var schema = System.Text.Json.JsonDocument.Parse(SettingsSchema.Json()).RootElement;
        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo([.. KnownSettings.Values, "matrix", "gate"]);
        schema.GetProperty("additionalProperties").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("models")]
    [InlineData("doctor")]
    public async Task A_server_that_was_named_and_does_not_answer_is_an_error(string command) =>
        (await RunAsync(command, "--endpoint", "http://127.0.0.1:9")).ExitCode.Should().Be(1);

    [Fact]
    public async Task A_quiet_sweep_logs_and_runs_a_command_at_its_end_and_old_runs_are_pruned_when_told_twice()
    {
        string[] sweep = ["sweep", "--model", "builtin/oracle", "--context", "2k", "--documents", "1", "--arm", "pair", "--quiet", "--log", "logs/a.log"];
        var ended = await RunAsync([.. sweep, "--out", "runs/a", "--on-finish", OperatingSystem.IsWindows() ? "echo %HAYSTACK_RUN%>told" : "echo $HAYSTACK_RUN >told"]);
        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Error.Should().BeEmpty();
        (await File.ReadAllTextAsync(_folder["told"], TestContext.Current.CancellationToken)).Trim().Should().Be("runs/a");
        (await File.ReadAllTextAsync(_folder["logs/a.log"], TestContext.Current.CancellationToken)).Should().Contain("trial builtin/oracle").And.Contain("D50");
        (await RunAsync([.. sweep, "--out", "runs/b"])).ExitCode.Should().Be(0);

        (await RunAsync("runs", "prune")).ExitCode.Should().Be(1);
        (await RunAsync("runs", "prune", "--keep", "1")).Output.Trim().Should().Be(Path.Combine("runs", "a"));
        Directory.Exists(_folder["runs/a"]).Should().BeTrue();
        // What a user keeps beside a run is never removed with it.
        await File.WriteAllTextAsync(_folder["runs/a/notes.txt"], "mine", TestContext.Current.CancellationToken);
        (await RunAsync("runs", "prune", "--keep", "1", "--yes")).Error.Should().Contain("stays: notes.txt").And.Contain("0 runs");
        File.Exists(_folder["runs/a/run.db"]).Should().BeTrue();
        File.Delete(_folder["runs/a/notes.txt"]);
        (await RunAsync("runs", "prune", "--keep", "1", "--yes")).Error.Should().Contain("1 run,").And.Contain("removed");
        Directory.Exists(_folder["runs/a"]).Should().BeFalse();
        RunReader.Read(_folder["runs/b"]).Trials.Should().NotBeEmpty();
        (await RunAsync("verify", "latest")).Error.Should().Contain("1 document and 1 model are as they were stored");
    }

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
