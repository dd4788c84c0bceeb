using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class GateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haystack-gate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_perfect_reader_passes_a_guesser_fails_and_both_are_in_the_junit_file()
    {
        var swept = await HaystackProcess.RunAsync(
            _folder,
            ["sweep", "--model", "builtin/oracle", "--model", "builtin/guess", "--contexts", "1k", "--distances", "0,256", "--documents", "12", "--arms", "pair", "--max-ctx", "2k", "--out", "run", "--ui", "none"]);
        swept.ExitCode.Should().Be(0, swept.Error);

        var passed = await HaystackProcess.RunAsync(_folder, ["gate", "run", "--min-accuracy", "0.8", "--model", "builtin/oracle"]);
        passed.ExitCode.Should().Be(0, passed.Output + passed.Error);
        var failed = await HaystackProcess.RunAsync(_folder, ["gate", "run", "--min-accuracy", "0.8", "--junit", "gate.xml"]);
        failed.ExitCode.Should().Be(100, failed.Output + failed.Error);
        failed.Output.Should().Contain("builtin/guess").And.Contain("haystack show run ");

        var suites = XDocument.Load(Path.Combine(_folder, "gate.xml")).Root!.Elements("testsuite").ToArray();
        suites.Select(s => (string)s.Attribute("name")!).Should().Equal("builtin/oracle", "builtin/guess");
        suites.Select(s => (string)s.Attribute("failures")!).Should().Equal("0", "1");

        (await HaystackProcess.RunAsync(_folder, ["gate", "run"])).ExitCode.Should().Be(1);
        var absent = await HaystackProcess.RunAsync(_folder, ["gate", "run", "--min-accuracy", "0.8", "--model", "builtin/oracle", "--at-distance", "8k"]);
        absent.ExitCode.Should().Be(1, absent.Output);
        absent.Error.Should().Contain("no distance 8k").And.Contain("it has 0, 256");
    }

    [Theory]
    [InlineData("--max-penalty is a share of 0 or more and below 1, not 80 (80% is 0.8)", "--max-penalty", "80")]
    [InlineData("--by is a share of 0 or more and below 1, not 1.5", "--no-worse-than", "x", "--by", "1.5")]
    [InlineData("--by belongs to --no-worse-than", "--min-accuracy", "0.8", "--by", "0.05")]
    [InlineData("--min-accuracy is a share above 0 and below 1, not 0", "--min-accuracy", "0")]
    public async Task A_threshold_that_means_nothing_is_refused(string says, params string[] options)
    {
        var refused = await HaystackProcess.RunAsync(_folder, ["gate", "run", .. options]);
        refused.ExitCode.Should().Be(1, refused.Output + refused.Error);
        refused.Error.Should().Contain(says);
    }
}
