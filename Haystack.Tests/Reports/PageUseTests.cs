using FluentAssertions;
using Haystack.Tests.Storage;
using Microsoft.Playwright;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>What a reader does with the page beyond its cells: sorting, searching, linking, comparing, looking at pictures.</summary>
[Trait("Category", "Live")]
public sealed class PageUseTests
{
    [Fact]
    public async Task Tables_sort_by_their_heads_and_say_so()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        var head = page.Locator("#models th", new() { HasTextString = "accuracy at 8k" });
        await head.Locator("button").ClickAsync();
        (await page.Locator("#models tbody tr").First.InnerTextAsync()).Should().Contain("openai/mystery-large");
        (await head.GetAttributeAsync("aria-sort")).Should().Be("ascending");
        await head.Locator("button").ClickAsync();
        (await page.Locator("#models tbody tr").First.InnerTextAsync()).Should().Contain("builtin/oracle");
        (await head.GetAttributeAsync("aria-sort")).Should().Be("descending");

        await page.Locator("#trials th button", new() { HasTextString = "distance" }).ClickAsync();
        await page.Locator("#trials th button", new() { HasTextString = "distance" }).ClickAsync();
        (await page.Locator("#trials tbody tr td:nth-child(6)").AllInnerTextsAsync()).Should().StartWith("28k").And.NotContain("–", "what has no distance comes last");
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Trials_are_searched_by_what_was_answered_and_by_model()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        await page.FillAsync("#search", "ORACLE correct");
        var rows = await page.Locator("#trials tbody tr").AllInnerTextsAsync();
        rows.Should().NotBeEmpty().And.OnlyContain(r => r.Contains("oracle", StringComparison.Ordinal) && r.Contains("correct", StringComparison.Ordinal));
        await page.FillAsync("#search", "nosuchanswer");
        (await page.Locator("#trials-count").InnerTextAsync()).Should().StartWith("0 trials");
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_trial_has_a_link_of_its_own_that_opens_it()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        (await page.Locator("#trials tbody a").CountAsync()).Should().Be(await page.Locator("#trials tbody tr").CountAsync());
        // One that the filters leave out, by its address alone.
        var number = SampleRuns.Typical.Trials.ToList().FindIndex(t => t.Arm == Haystack.Facts.Arm.Absent) + 1;
        await page.EvaluateAsync($"() => {{ location.hash = '#trial-{number}'; }}");
        await page.Locator("dialog[open] #reading, dialog[open] .muted").First.WaitForAsync();
        (await page.Locator("dialog").InnerTextAsync()).Should().Contain(SampleRuns.Typical.Trials[number - 1].Key);
        await page.Keyboard.PressAsync("Escape");
        (await page.EvaluateAsync<string>("() => location.hash")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, "#ffffff")]
    [InlineData(ColorScheme.Dark, "#12151b")]
    public async Task All_kinds_of_pictures_are_there_in_the_window_s_colours(ColorScheme scheme, string ground)
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical, scheme);
        var page = browser.Page;
        await page.Locator("#pictures figure").First.WaitForAsync();
        (await page.Locator("#pictures figure").EvaluateAllAsync<string[]>("all => all.map(f => f.dataset.kind)")).Distinct()
            .Should().BeEquivalentTo("side-by-side", "depth", "outcomes", "decomposition", "effort");
        await page.SelectOptionAsync("#picture-kind", "depth");
        await page.SelectOptionAsync("#picture-model", "0");
        // It is unpacked when it comes into sight.
        await page.EvaluateAsync("() => document.querySelector('#pictures figure').scrollIntoView()");
        await page.Locator("#pictures svg").WaitForAsync();
        (await page.Locator("#pictures svg").CountAsync()).Should().Be(1);
        (await page.Locator("#pictures svg").TextContentAsync()).Should().Contain("qwen3:8b found ");
        (await page.Locator("#pictures svg rect").First.EvaluateAsync<string>("r => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = getComputedStyle(r).fill; return c.fillStyle; }")).Should().Be(ground);
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_two_models_are_compared_with_each_side_s_accuracy_and_d50()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical);
        var page = browser.Page;
        (await page.Locator("#comparisons tbody tr").CountAsync()).Should().Be(6);
        await page.SelectOptionAsync("#compare-a", new SelectOptionValue { Label = "builtin/oracle" });
        await page.SelectOptionAsync("#compare-b", new SelectOptionValue { Label = "openai/mystery-large" });
        var row = await page.Locator("#comparisons tbody tr").AllInnerTextsAsync();
        // The one chosen first stands first, and the points turn with it.
        row.Should().ContainSingle().Which.Should().StartWith("builtin/oracle").And.Contain("100%").And.Contain("−43.6").And.Contain("≈717");
        browser.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wide_window_is_used_and_names_are_not_broken_within_words()
    {
        await using var browser = await BrowserPage.OpenAsync(SampleRuns.Typical, width: 2400);
        (await browser.Page.EvaluateAsync<double>("() => document.querySelector('main').getBoundingClientRect().width")).Should().BeGreaterThan(2200);
        (await browser.Page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('#heatmaps .model')].map(m => m.getBoundingClientRect().left)).size")).Should().BeGreaterThan(1);
        (await browser.Page.Locator("#models tbody th").First.EvaluateAsync<int>("h => { const r = document.createRange(); r.selectNodeContents(h.firstChild); return r.getClientRects().length; }")).Should().Be(1);
    }

    [Fact]
    public async Task The_day_on_which_a_run_was_begun_is_told()
    {
        var run = SampleRuns.OneCell with { Manifest = new Dictionary<string, string>(SampleRuns.OneCell.Manifest) { ["info_begun"] = "2026-11-29 08:15" } };
        await using var browser = await BrowserPage.OpenAsync(run);
        (await browser.Page.Locator("header").InnerTextAsync()).Should().Contain("Begun 2026-11-29 08:15 UTC");
    }
}
