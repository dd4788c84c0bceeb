using Haystack.Reports;
using Haystack.Storage;
using Microsoft.Playwright;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>A report opened from disk in a real Chromium that notes everything which a report must not do.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _directory;

    private BrowserPage(IPlaywright playwright, IBrowser browser, IPage page, string directory)
    {
        _playwright = playwright;
        _browser = browser;
        _directory = directory;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, uncaught errors, requests but that for the page itself, dialogs.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Writes the report of <paramref name="run"/> and opens it; skips the test where there is no Chromium.</summary>
    public static async Task<BrowserPage> OpenAsync(RunData run, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var executable = Environment.GetEnvironmentVariable("HAYSTACK_CHROMIUM") ?? "/usr/bin/chromium";
        Assert.SkipUnless(File.Exists(executable), $"no Chromium at {executable}: run .ci/install-browser or set HAYSTACK_CHROMIUM");
        var directory = Directory.CreateTempSubdirectory("haystack-browser-").FullName;
        var path = Path.Combine(directory, "report.html");
        HtmlReport.Write(run, path, TestContext.Current.CancellationToken);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
        var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        var opened = new BrowserPage(playwright, browser, page, directory);
        var address = new Uri(path).AbsoluteUri;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                opened.Faults.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => opened.Faults.Add($"error: {error}");
        page.Dialog += (_, dialog) => opened.Faults.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (request.Url != address)
                opened.Faults.Add($"request: {request.Url}");
        };
        await page.GotoAsync(address);
        await page.Locator("#loading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        return opened;
    }

    /// <summary>What axe-core holds against the page as it stands; skips the test where axe-core is not installed.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        var axe = RepositoryFile.Of("Haystack.Tests/Reports/browser/node_modules/axe-core/axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "no axe-core: run .ci/install-browser");
        await Page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        return await Page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html} ${n.failureSummary}`))");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
