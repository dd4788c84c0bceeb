using System.CommandLine;
using FluentAssertions;
using Haystack.Cli.Settings;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class GateSettingsTests
{
    [Theory]
    [InlineData("--max-penalty is a share of 0 or more and below 1, not 80 (80% is 0.8)", "--max-penalty", "80")]
    [InlineData("--max-penalty is a share of 0 or more and below 1, not 1", "--max-penalty", "1")]
    [InlineData("--by belongs to --no-worse-than RUN, which is missing", "--min-accuracy", "0.8", "--by", "0.05")]
    [InlineData("--min-accuracy is a share above 0 and below 1, not 0", "--min-accuracy", "0")]
    [InlineData("--max-hallucination takes a share such as 0.8, not '5%'", "--max-hallucination", "5%")]
    [InlineData("--max-hallucination is a share above 0 and below 1, not NaN", "--max-hallucination", "NaN")]
    [InlineData("name a threshold, such as --min-accuracy 0.8", "--family", "link")]
    [InlineData("--documents is for asking a model; RUN is a stored one", "--min-accuracy", "0.8", "--documents", "9")]
    public void What_means_nothing_is_refused(string says, params string[] options) =>
        FluentActions.Invoking(() => Apply(options)).Should().Throw<HaystackException>().WithMessage(says);

    [Fact]
    public void Every_threshold_reaches_the_gate() =>
        Apply("--min-accuracy", "0.8", "--min-d50", "1k", "--min-d85", "512", "--max-penalty", "0", "--max-hallucination", "0.1", "--strict")
            .Conditions.Thresholds.Select(t => t.Name).Should().Equal("accuracy", "D50", "D85", "penalty", "hallucination");

    [Theory]
    [InlineData("min-accuracy: soon", "--min-accuracy takes a share such as 0.8, not 'soon'")]
    [InlineData("min-accuracy: 80", "--min-accuracy is a share above 0 and below 1, not 80 (80% is 0.8)")]
    [InlineData("max-penalty: 1.5", "--max-penalty is a share of 0 or more and below 1, not 1.5")]
    [InlineData("min-d50: far", "'far'")]
    [InlineData("strict: maybe", "strict is true or false, not 'maybe'")]
    [InlineData("documents: 1", "--documents takes a whole number")]
    [InlineData("no-worse-than: last\n  by: much", "--by takes a share")]
    public async Task Config_check_refuses_a_threshold_that_a_gate_would(string line, string said)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["haystack.yaml"], $"gate:\n  {line}\n", TestContext.Current.CancellationToken);
        var ended = await HaystackProcess.RunAsync(folder.Path, ["config", "check"]);
        ended.ExitCode.Should().Be(Haystack.Cli.ExitCodes.Usage);
        ended.Error.Should().Contain(said);
    }

    [Fact]
    public async Task Config_check_takes_a_gate_section_in_order()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["haystack.yaml"], "gate:\n  min-accuracy: 0.8\n  at-distance: 4k\n  strict: true\n", TestContext.Current.CancellationToken);
        (await HaystackProcess.RunAsync(folder.Path, ["config", "check"])).ExitCode.Should().Be(0);
    }

    private static Haystack.Gates.StoredGate Apply(params string[] options)
    {
        var command = new Command("gate");
        var settings = new GateSettings(command);
        var parsed = command.Parse(options);
        parsed.Errors.Should().BeEmpty();
        var file = SettingsFile.Load(named: null);
        settings.RequireSensible(parsed, file, live: false);
        return settings.Apply(parsed, file, AccuracyGate.ForRun(SampleRuns.Typical, "r", "builtin/oracle"));
    }
}
