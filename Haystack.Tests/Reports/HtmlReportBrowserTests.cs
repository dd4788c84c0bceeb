using System.Globalization;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Tests.Storage;
using Microsoft.Playwright;
using Xunit;
using TokenText = Haystack.Plots.TokenText;

namespace Haystack.Tests.Reports;

[Trait("Category", "Live")]
public sealed class HtmlReportBrowserTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Hovering_and_focusing_a_cell_tell_its_counts_and_interval()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var cell = CellTable.From(SampleRuns.Typical.Trials.Where(t => t is { Model: "qwen3:8b", Arm: Arm.Pair, ContextTokens: 8192, DistanceTokens: 1024 }))
            .Aggregate(default(Proportion), (sum, c) => sum + c.Accuracy);
        var interval = Wilson.Interval95(cell)!.Value;
        var words = string.Create(CultureInfo.InvariantCulture,
            $"{cell.Successes} of {cell.Total} right ({TokenText.Percent(cell)})\n95% interval {100 * interval.Low:0.0}–{100 * interval.High:0.0}%");
        var button = Cell(browser.Page, "context 8k, distance 1k").First;
        await button.HoverAsync();
        (await browser.Page.Locator("#tip").InnerTextAsync()).Should().Contain(words);
        await browser.Page.Keyboard.PressAsync("Escape");
        (await browser.Page.Locator("#tip").IsVisibleAsync()).Should().BeFalse();
        await Cell(browser.Page, "context 8k, distance 512").First.FocusAsync();
        await browser.Page.Keyboard.PressAsync("Tab");
        (await browser.Page.Locator("#tip").InnerTextAsync()).Should().Contain(words, "keys reach what the mouse reaches");
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Choosing_a_cell_lists_its_trials_and_a_trial_shows_its_facts_in_place()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        var trials = SampleRuns.Typical.Trials
            .Where(t => t is { Model: "qwen3:8b", Arm: Arm.Pair, ContextTokens: 16384, DistanceTokens: 4096 }).ToArray();
        await Cell(page, "context 16k, distance 4k").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#trials tbody tr").CountAsync()).Should().Be(trials.Length);
        await page.Locator("#trials tbody a").Nth(1).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.WaitForAsync();
        var text = await dialog.InnerTextAsync();
        var document = SampleRuns.Typical.Documents.Single(d => d.Id == trials[1].DocumentId);
        foreach (var fact in document.Facts.Where(f => f.Chain == trials[1].Chain))
            text.Should().Contain(fact.Text).And.Contain(string.Create(CultureInfo.InvariantCulture, $"tokens {fact.TokenStart:#,0}–{fact.TokenEnd:#,0}"));
        text.Should().Contain(trials[1].Key).And.Contain(trials[1].Question).And.Contain(OutcomeLook.Name(trials[1].Outcome));
        (await dialog.Locator("#reading li").AllInnerTextsAsync()).Should().Equal(trials[1].Reading!.Split('\n'));
        (await dialog.Locator(".bar i.own").CountAsync()).Should().Be(2);
        (await dialog.Locator(".bar i").CountAsync()).Should().Be(document.Facts.Count);
        await page.Keyboard.PressAsync("Escape");
        (await dialog.CountAsync()).Should().Be(0);
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_narrow_the_heatmaps_and_the_list()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        (await page.Locator(".heatmap").CountAsync()).Should().Be(4);
        await page.SelectOptionAsync("#filter-model", new SelectOptionValue { Label = "builtin/oracle" });
        (await page.Locator(".heatmap").CountAsync()).Should().Be(1);
        await page.SelectOptionAsync("#filter-family", new SelectOptionValue { Label = "sum" });
        await page.SelectOptionAsync("#filter-arm", new SelectOptionValue { Label = "absent" });
        await page.SelectOptionAsync("#filter-outcome", new SelectOptionValue { Label = "correct" });
        var expected = SampleRuns.Typical.Trials.Count(t => t is { Model: "builtin/oracle", Family: "sum", Arm: Arm.Absent, Outcome: Outcome.Correct });
        (await page.Locator("#trials-count").InnerTextAsync()).Should().StartWith($"{expected} trials");
        await page.Locator("#pages button", new() { HasTextString = "next" }).ClickAsync();
        (await page.Locator("#trials tbody tr").CountAsync()).Should().Be(expected - 50);
        browser.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task Axe_finds_nothing_to_hold_against_the_page(ColorScheme scheme, int width)
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.OneCell, scheme, width);
        (await browser.AxeAsync()).Should().BeEmpty();
        await browser.Page.Locator(".cell").First.ClickAsync();
        await browser.Page.Locator("#trials tbody a").First.ClickAsync();
        await browser.Page.Locator("dialog[open]").WaitForAsync();
        (await browser.AxeAsync()).Should().BeEmpty("the trial view is for everybody, too");
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_model_replied_does_nothing()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Hostile);
        var page = browser.Page;
        var seen = new HashSet<string>();
        await page.Locator("#trials tbody a").First.ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync();
        for (var i = 0; i < 60 && seen.Count < SampleReplies.Harmful.Count; i++)
        {
            if (await page.Locator("dialog pre[aria-label=Reply]").CountAsync() > 0)
                seen.Add(await page.Locator("dialog pre[aria-label=Reply]").TextContentAsync() ?? "");
            await page.Locator("dialog .turn button", new() { HasTextString = "next" }).ClickAsync();
            await page.Locator("#trial-title", new() { HasTextString = $"Trial {i + 2} " }).WaitForAsync();
        }

        seen.Should().BeEquivalentTo(SampleReplies.Harmful.Select(VisibleText.Of), "each is shown as the text it is");
        (await page.EvaluateAsync<object?>("() => window.hacked ?? null")).Should().BeNull();
        (await page.Locator("dialog img, dialog iframe, dialog svg, dialog a, dialog script").CountAsync()).Should().Be(0);
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_page_of_100_000_trials_opens_in_under_two_seconds()
    {
        var run = SampleRuns.Make("big", SampleRuns.FourModels, new SampleShape { Documents = 74 });
        await using var browser = await BrowserPage.OpenAsync(run);
        // The best of three: a machine that does other work at the same time makes any one of them long.
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            await browser.Page.ReloadAsync();
            await browser.Page.Locator("#loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            best = Math.Min(best, await browser.Page.EvaluateAsync<double>("() => performance.getEntriesByName('ready')[0].startTime"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Trials.Count} trials: open after {best:0} ms"));
        best.Should().BeLessThan(2000);
        (await browser.Page.Locator(".heatmap").CountAsync()).Should().Be(4);
        browser.Faults.Should().BeEmpty();
    }

    private static ILocator Cell(IPage page, string place) => page.Locator($".cell[aria-label^=\"{place},\"]");
}
