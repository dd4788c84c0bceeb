using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>What the page promises of Firefox; what it does in detail is tested in Chromium.</summary>
[Trait("Category", "Live")]
public sealed class HtmlReportFirefoxTests
{
    [Fact]
    public async Task The_page_opens_from_disk_with_its_heatmaps_and_opens_a_trial()
    {
        await using var firefox = await FirefoxPage.OpenAsync(SampleRuns.Typical);
        (await firefox.EvaluateAsync("document.querySelectorAll('.heatmap').length")).Should().Be("4");
        await firefox.EvaluateAsync("document.querySelector('.cell').click()");
        (await firefox.EvaluateAsync("document.getElementById('trials-count').textContent")).Should().Contain("of the cell context 32k");
        var opened = "new Promise(done => { document.querySelector('#trials tbody a').click(); const look = () => document.querySelector('dialog[open] #reading') ? done(document.querySelector('dialog').innerText) : setTimeout(look, 20); look(); })";
        (await firefox.EvaluateAsync(opened)).Should().Contain("How it was read").And.Contain("tokens planned");
        (await firefox.ScreenshotAsync()).Length.Should().BeGreaterThan(20_000);
        if (Environment.GetEnvironmentVariable("HAYSTACK_SCREENSHOT") is { } path)
            await File.WriteAllBytesAsync(path, await firefox.ScreenshotAsync(), TestContext.Current.CancellationToken);
        firefox.Faults.Should().BeEmpty();
    }
}
