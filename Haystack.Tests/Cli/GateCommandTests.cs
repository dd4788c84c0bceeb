using System.Xml.Linq;
using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class GateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_perfect_reader_passes_a_guesser_fails_and_reports_say_so()
    {
        var swept = await RunAsync("sweep", "--model", "builtin/oracle", "--model", "builtin/guess", "--contexts", "1k", "--distances", "0,256", "--documents", "12", "--arms", "pair", "--max-ctx", "2k", "--out", "run", "--ui", "none");
        swept.ExitCode.Should().Be(0, swept.Error);

        var passed = await RunAsync("gate", "run", "--min-accuracy", "0.8", "--model", "builtin/oracle");
        passed.ExitCode.Should().Be(0, passed.Output + passed.Error);
        var absent = await RunAsync("gate", "run", "--min-accuracy", "0.8", "--model", "builtin/oracle", "--at-distance", "8k");
        absent.ExitCode.Should().Be(1, absent.Output);
        absent.Error.Should().Contain("no distance 8k").And.Contain("it has 0, 256");

        // The thresholds and reports are in the file, and GitHub's runner is around.
        await File.WriteAllTextAsync(_folder["haystack.yaml"], "max-ctx: 2k\ngate:\n  min-accuracy: 0.8\n  junit: gate.xml\n  trx: gate.trx\n  badge: [badge.json, badge.svg]\n", TestContext.Current.CancellationToken);
        var failed = await HaystackProcess.RunAsync(_folder.Path, ["gate", "run", "--config", "haystack.yaml"], new Dictionary<string, string>
        {
            ["GITHUB_STEP_SUMMARY"] = _folder["summary.md"],
            ["GITHUB_ACTIONS"] = "true",
        });
        failed.ExitCode.Should().Be(100, failed.Output + failed.Error);
        var lines = failed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().StartWith("::stop-commands::");
        lines[^2].Should().Be($"::{lines[0]["::stop-commands::".Length..]}::");
        lines[^1].Should().StartWith("::error title=Haystack gate%3A builtin/guess::accuracy ");
        failed.Output.Should().Contain("haystack show run ");
        XDocument.Load(_folder["gate.xml"]).Root!.Elements("testsuite").Select(s => (string)s.Attribute("failures")!).Should().Equal("0", "1");
        File.ReadAllText(_folder["badge.json"]).Should().Contain("1 of 2 models pass");
        File.ReadAllText(_folder["summary.md"]).Should().StartWith("## Haystack gate");
        new FileInfo(_folder["badge.svg"]).Length.Should().BePositive();
        new FileInfo(_folder["gate.trx"]).Length.Should().BePositive();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_model_is_asked_where_no_run_is_named()
    {
        var passed = await RunAsync("gate", "--model", "builtin/oracle", "--with-context", "1k", "--at-distance", "256", "--min-accuracy", "0.8", "--out", "live");
        passed.ExitCode.Should().Be(0, passed.Output + passed.Error);
        passed.Output.Should().Contain("asked about 8 of at most 40 documents");
        File.Exists(Path.Combine(_folder["live"], "run.db")).Should().BeTrue();

        var skipped = await RunAsync("gate", "--model", "qwq:32b", "--with-context", "1k", "--min-accuracy", "0.8", "--strict");
        skipped.ExitCode.Should().Be(2, skipped.Output + skipped.Error);
        skipped.Output.Should().Contain("qwq:32b was not asked: ");
        await File.WriteAllTextAsync(_folder["haystack.yaml"], "gate:\n  required: true\n  min-acuracy: 0.8\n", TestContext.Current.CancellationToken);
        var misspelt = await RunAsync("gate", "--model", "qwq:32b", "--with-context", "1k", "--min-accuracy", "0.8");
        misspelt.ExitCode.Should().Be(1);
        misspelt.Error.Should().Contain("there is no setting 'min-acuracy' under 'gate'");
    }

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
