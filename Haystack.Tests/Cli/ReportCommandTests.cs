using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary><c>haystack report</c> as it is run.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_reads_a_run_once_for_page_summary_and_pictures_and_these_are_those_of_plot()
    {
        await RunAsync("sweep", "--model", "builtin/window-512", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "2", "--out", "run", "--ui", "none");
        var drawn = (await RunAsync("plot", "run", "--out", "by-plot")).Lines;
        var reported = (await RunAsync("report", "run", "--html", "page.html", "--summary", "summary.json", "--plots", "by-report")).Lines;

        drawn.Should().HaveCountGreaterThan(5);
        reported.Select(Path.GetFileName).Should().Equal(drawn.Select(Path.GetFileName));
        foreach (var (ours, theirs) in reported.Zip(drawn))
            (await BytesAsync(ours)).Should().Equal(await BytesAsync(theirs), ours);
        (await BytesAsync("page.html")).Should().Equal(await BytesAsync("run/report.html"));
        File.Exists(_folder["summary.json"]).Should().BeTrue();
    }

    [Fact]
    public async Task Json_stays_json_when_pictures_are_drawn_too()
    {
        await RunAsync("sweep", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "1", "--out", "run", "--ui", "none");
        var ended = await RunAsync("report", "run", "--json", "--plots", "pictures");
        ended.Lines.Should().NotBeEmpty().And.OnlyContain(l => l.StartsWith('{'));
        ended.Error.Should().Contain(".png");
    }

    private async Task<(string[] Lines, string Error)> RunAsync(params string[] arguments)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, arguments);
        ended.ExitCode.Should().Be(0, ended.Error);
        return (ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), ended.Error);
    }

    private Task<byte[]> BytesAsync(string path) => File.ReadAllBytesAsync(Path.Combine(_folder.Path, path), TestContext.Current.CancellationToken);
}
