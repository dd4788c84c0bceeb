using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Tests.Storage;
using Haystack.Tests.Sweeping;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>What stands on a small terminal of 80 columns and 24 lines at each moment of a sweep.</summary>
[Trait("Category", "Slow")]
public sealed partial class LiveScreenTests : IDisposable
{
    private const string HeatmapHead = "% right by distance and length";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(15, "2k", true)]
    [InlineData(15, "2k,4k,8k", false)]
    [InlineData(22, "2k,4k", true)]
    public async Task Of_many_models_the_one_that_is_asked_and_the_total_are_in_sight_at_each_moment(int count, string contexts, bool hasRoom)
    {
        Assert.SkipUnless(TerminalProcess.Missing is null, TerminalProcess.Missing ?? "");
        var models = Enumerable.Range(1, count).Select(i => $"simulated/half-{64 * i}").ToArray();
        using var process = TerminalProcess.Start(
            _folder.Path, ["sweep", .. models.SelectMany(m => (string[])["--model", m]), "--contexts", contexts, "--documents", "2", "--out", "run"]);
        (await process.EndAsync()).Should().Be(0, process.Written);

        var moments = Moments(process, out var ended).SkipWhile(m => !m.Any(IsTotal)).ToArray();
        moments.Should().HaveCountGreaterThan(5);
        foreach (var lines in moments)
        {
            var text = string.Join('\n', lines);
            var total = lines.Where(IsTotal).Should().ContainSingle(text).Which;
            var bars = lines.Select(l => Bar().Match(l)).Where(m => m.Success).ToArray();
            var names = bars.Select(b => b.Groups["name"].Value).ToArray();
            // Of a name the middle is left out where the figures beside it take much room.
            var these = names.Select(n => Array.FindIndex(models, m => m.StartsWith(n.Split('…')[0], StringComparison.Ordinal) && m.EndsWith(n.Split('…')[^1], StringComparison.Ordinal))).ToArray();
            if (count == 15)
            {
                these.Should().Equal(Enumerable.Range(0, 15), text);
                continue;
            }

            // One bar for whichever is asked: where the total stands tells which that is.
            var shown = these.Should().ContainSingle(text).Which;
            var share = int.Parse(Share().Match(total).Groups[1].Value, CultureInfo.InvariantCulture) * count / 100.0;
            share.Should().BeInRange(shown - 1, shown + 2, text);
        }

        moments[^1].Any(l => l.Contains(HeatmapHead, StringComparison.Ordinal)).Should().Be(hasRoom, "the heatmap has the lines that are left");
        ended.Lines.Should().Contain(l => l.Contains("D50", StringComparison.Ordinal)).And.Contain(l => l.StartsWith("next: haystack report", StringComparison.Ordinal));
        var said = string.Join(' ', ended.Lines);
        foreach (var model in models)
            said.Should().MatchRegex($@"{model} (has|keeps|combined|gave|answers|shows|found|may)\b[^()]*\(D50", "each model's finding stands at the end");
    }

    [Fact]
    public async Task A_wait_for_a_rate_limit_is_shown_for_as_long_as_it_lasts()
    {
        Assert.SkipUnless(TerminalProcess.Missing is null, TerminalProcess.Missing ?? "");
        await using var server = await KillServer.StartAsync();
        using var process = TerminalProcess.Start(_folder.Path, "sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "1", "--cache", "on", "--parallel", "1", "--out", "run");
        await process.UntilAsync(_ => server.Questions(0).Count >= 8);
        server.TurnsAway = "6";
        await process.UntilAsync(w => Waiting().IsMatch(w));
        Waiting().IsMatch(process.Written).Should().BeTrue(process.Written);
        var asked = server.Questions(0).Count;
        (await process.EndAsync()).Should().Be(0, process.Written);

        asked.Should().BeLessThan(26, "it is shown before it is over");
        var moments = Moments(process, out var ended);
        ended.Lines.Should().ContainSingle(l => WaitLine().IsMatch(l), "a line stays");
        var bars = moments.Select(m => m.LastOrDefault(l => l.StartsWith("test:7b  ", StringComparison.Ordinal))).OfType<string>().ToList();
        var first = bars.FindIndex(b => Waiting().IsMatch(b));
        first.Should().BePositive();
        var last = bars.FindLastIndex(b => Waiting().IsMatch(b));
        bars.Skip(last + 1).Should().Contain(b => b.Contains("26/26", StringComparison.Ordinal));
        bars[first..(last + 1)].Should().OnlyContain(b => Waiting().IsMatch(b), "it stands there throughout, and then no more");
    }

    private static bool IsTotal(string line) => line.StartsWith("all ", StringComparison.Ordinal);

    /// <summary>What was in sight whenever the bars were about to be drawn anew.</summary>
    private static List<IReadOnlyList<string>> Moments(TerminalProcess process, out Screen screen)
    {
        screen = new Screen(80, 24);
        var moments = new List<IReadOnlyList<string>>();
        var written = process.Written;
        var from = 0;
        foreach (Match up in Up().Matches(written))
        {
            screen.Write(written[from..up.Index]);
            from = up.Index;
            moments.Add(screen.Visible);
        }

        screen.Write(written[from..]);
        screen.Wrapped.Should().Be(0, "no line runs over the right edge:\n{0}", string.Join('\n', screen.Lines));
        return moments;
    }

    [GeneratedRegex(@"\x1b\[\d*A")]
    private static partial Regex Up();

    [GeneratedRegex(@"^(?<name>s\S+)  \d+/\d+.*%$")]
    private static partial Regex Bar();

    [GeneratedRegex(@"(\d+)%$")]
    private static partial Regex Share();

    [GeneratedRegex(@"test:7b  \d+/26, waits until \d\d:\d\d:\d\d")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^test:7b waits 6 s, until \d\d:\d\d:\d\d: the server's rate limit$")]
    private static partial Regex WaitLine();
}
