using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Microsoft.Playwright;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>The page as it looks, in three widths, light and dark, of runs with 1, 4 and 15 models and at the edges.</summary>
[Trait("Category", "Live")]
public sealed class PageLayoutTests
{
    private static readonly Dictionary<string, RunData> Runs = new RunData[]
    {
        SampleRuns.OneLength, SampleRuns.ThreeLengths, SampleRuns.Typical, SampleRuns.Fifteen, SampleRuns.AllInvalid, SampleRuns.Hostile, SampleRuns.OneCell,
    }.ToDictionary(r => r.Name, StringComparer.Ordinal);

    public static TheoryData<string, ColorScheme> Looks => new(
        [.. Runs.Keys.Select(name => (name, ColorScheme.Light)), ("one-length", ColorScheme.Dark), ("typical", ColorScheme.Dark), ("fifteen", ColorScheme.Dark)]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nothing_runs_over_lies_on_another_or_is_too_pale_at_any_width(string run, ColorScheme scheme)
    {
        await using var browser = await BrowserPage.OpenAsync(Runs[run], scheme);
        var faults = new List<string>();
        foreach (var width in (int[])[800, 1280, 2400])
        {
            await browser.Page.SetViewportSizeAsync(width, 900);
            await SeeAllAsync(browser.Page);
            faults.AddRange((await browser.Page.EvaluateAsync<string[]>(LayoutFaults.Script)).Select(f => $"{width}: {f}"));
            if (Environment.GetEnvironmentVariable("HAYSTACK_SCREENSHOT") is { Length: > 0 } folder)
                await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{run}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
        }

        string.Join("\n", faults).Should().BeEmpty();
        browser.Faults.Should().BeEmpty();
    }

    /// <summary>Pictures are unpacked when they come into sight.</summary>
    private static async Task SeeAllAsync(IPage page) => await page.EvaluateAsync("""
        async () => {
          for (const figure of document.querySelectorAll("#pictures figure")) {
            figure.scrollIntoView();
            for (let i = 0; i < 200 && !figure.querySelector("svg"); i++) await new Promise(done => setTimeout(done, 10));
          }
          scrollTo(0, 0);
        }
        """);

    [Theory]
    [InlineData("document.querySelector('h1').style.width = '4000px'", "h1 \"one-cell\"")]
    [InlineData("document.querySelector('#models td').style.cssText = 'max-width: 20px; white-space: nowrap; overflow: hidden; display: block'", "td ")]
    [InlineData("document.querySelector('.note').style.color = getComputedStyle(document.body).backgroundColor", "p.note ")]
    [InlineData("document.querySelector('.chart.light svg text').setAttribute('fill', '#f4f4f4')", "text ")]
    [InlineData("{ const t = document.querySelectorAll('.chart.light svg text'); const c = t[1].cloneNode(true); c.textContent += ' more'; t[1].parentNode.insertBefore(c, t[1]); }", "lies on text")]
    [InlineData("{ const t = document.querySelector('.chart.light svg text'); t.setAttribute('transform', 'translate(-200 0)'); }", "runs out of its picture")]
    [InlineData("document.querySelector('header p').style.marginTop = '-30px'", "lies on ")]
    public async Task A_broken_page_is_told_with_the_element_that_breaks_it(string breaking, string told)
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.OneCell);
        (await browser.Page.EvaluateAsync<string[]>(LayoutFaults.Script)).Should().BeEmpty();
        await browser.Page.EvaluateAsync($"() => {{ {breaking}; }}");
        (await browser.Page.EvaluateAsync<string[]>(LayoutFaults.Script)).Should().Contain(f => f.Contains(told, StringComparison.Ordinal));
    }
}
