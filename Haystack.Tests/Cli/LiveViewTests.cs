using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Tests.Storage;
using Haystack.Tests.Sweeping;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>The live view in a pseudo-terminal of 80 columns: what a person sees, from the first line to the end of a resumed sweep.</summary>
public sealed partial class LiveViewTests : IDisposable
{
    private const string Notice = "finishing what is under way (once more: stops at once); this command goes on";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_sweep_is_shown_from_its_first_moment_stopped_by_a_key_and_gone_on_with()
    {
        Assert.SkipUnless(TerminalProcess.Missing is null, TerminalProcess.Missing ?? "");
        await using var server = await KillServer.StartAsync();
        string[] sweep = ["sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "3", "--cache", "on", "--parallel", "1", "--out", "run"];
        Screen stopped;
        using (var first = TerminalProcess.Start(_folder.Path, sweep))
        {
            await first.UntilAsync(_ => server.Questions(0).Count >= 12);
            await first.InterruptAsync();
            (await first.EndAsync()).Should().Be(75, first.Written);
            stopped = Shown(first);
        }

        // Before the first bar it is said what is being done, and nothing stands in the notice's line but the notice.
        var begun = stopped.Lines.ToList().FindIndex(l => l.Contains("test:7b", StringComparison.Ordinal) && l.Contains('%', StringComparison.Ordinal));
        stopped.Lines.Take(begun).Should().Contain(l => l.Contains("connecting", StringComparison.OrdinalIgnoreCase)).And.Contain(l => l.Contains("loading test:7b and probing", StringComparison.OrdinalIgnoreCase));
        stopped.Lines.Should().ContainSingle(l => l.Contains("once more", StringComparison.Ordinal)).Which.Should().BeOneOf(Notice, $"^C{Notice}");
        stopped.Lines.Should().Contain(l => l.Contains("the same command goes on from here", StringComparison.Ordinal));

        var done = Count(stopped.Lines[begun]);
        done.Should().BeInRange(1, 77);
        using var second = TerminalProcess.Start(_folder.Path, sweep);
        (await second.EndAsync()).Should().Be(0, second.Written);
        var ended = Shown(second);
        ended.Lines.Should().Contain(l => l.Contains($"({done} of them done before)", StringComparison.Ordinal));
        Frames(second).Should().Contain(f => LeftText().IsMatch(f));
        ended.Lines.Should().Contain(l => l.Contains("78/78", StringComparison.Ordinal)).And.Contain(l => l.Contains("D50", StringComparison.Ordinal));
        ended.Lines.Should().Contain(l => l.Contains("haystack report", StringComparison.Ordinal) || l.Contains("haystack show", StringComparison.Ordinal), "the next command is named");
    }

    private static int Count(string line) => int.Parse(Done().Match(line).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Screen Shown(TerminalProcess process)
    {
        var screen = new Screen(80, 24);
        screen.Write(process.Written);
        screen.Wrapped.Should().Be(0, "no line runs over the right edge:\n{0}", string.Join('\n', screen.Lines));
        return screen;
    }

    /// <summary>What was written, without what moves and colours, one line each time a line was drawn.</summary>
    private static string[] Frames(TerminalProcess process) => ControlSequence().Replace(process.Written, "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex ControlSequence();

    [GeneratedRegex(@"(\d+)/\d+")]
    private static partial Regex Done();

    [GeneratedRegex(@"about \d+ (s|min \d+ s) left")]
    private static partial Regex LeftText();
}
