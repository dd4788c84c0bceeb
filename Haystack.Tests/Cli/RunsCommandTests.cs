using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Finding stored runs: the list, the word for the latest, and what a mistyped name is told.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_are_listed_the_latest_first_and_named_where_a_name_is_mistyped()
    {
        var none = await RunAsync("report", "latest");
        none.ExitCode.Should().Be(1);
        none.Error.Trim().Should().Be("haystack: there is no run latest: nothing is under runs/ here");
        foreach (var name in (string[])["first", "second"])
        {
            var swept = await RunAsync("sweep", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "1", "--out", $"runs/{name}", "--ui", "none");
            swept.ExitCode.Should().Be(0, swept.Error);
        }

        Directory.CreateDirectory(_folder["runs/broken"]);
        await File.WriteAllTextAsync(_folder["runs/broken/run.db"], "no database", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_folder["runs/broken/run.db"], DateTime.UnixEpoch);

        var listed = await RunAsync("runs");

        listed.ExitCode.Should().Be(0, listed.Error);
        var lines = listed.Output.Trim().Split('\n');
        lines[0].Should().StartWith("run ").And.Contain("written (UTC)").And.Contain("D50");
        lines[1].Should().StartWith("second ").And.Contain("builtin/oracle");
        lines[2].Should().StartWith("first ").And.Contain("builtin/oracle");
        lines[3].Should().StartWith("broken ").And.Contain("damaged or not a SQLite file");
        lines.Should().HaveCount(4);

        (await RunAsync("report", "latest")).Output.Should().Be((await RunAsync("report", "second")).Output);
        var mistyped = await RunAsync("report", "secnd");
        mistyped.ExitCode.Should().Be(1);
        mistyped.Error.Trim().Should().Be("haystack: there is no run secnd; under runs/ there are second, first, broken");
    }

    [Theory]
    [InlineData("swep", "did you mean sweep?")]
    [InlineData("reprot", "did you mean report?")]
    public async Task A_mistyped_command_gets_a_suggestion(string word, string suggestion) =>
        (await RunAsync(word)).Error.Should().Contain(suggestion).And.NotContain("\n   at ");

    [Fact]
    public async Task A_mistyped_option_gets_a_suggestion_and_a_strange_word_none()
    {
        (await RunAsync("sweep", "--documnets", "3")).Error.Should().Contain("did you mean --documents?");
        (await RunAsync("xyzzy")).Error.Should().NotContain("did you mean");
    }

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
