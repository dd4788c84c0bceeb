using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Reports;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("haystack-report-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_policy_allows_exactly_the_page_s_own_script_and_style()
    {
        var html = Page(SampleRuns.OneCell);
        var policy = Regex.Match(html, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        policy.Should().StartWith("default-src 'none'; ").And.NotContain("unsafe");
        policy.Should().Contain($"script-src '{ReportAssets.Hash(Between(html, "<script>", "</script>"))}'");
        policy.Should().Contain($"style-src '{ReportAssets.Hash(Between(html, "<style>", "</style>"))}'");
    }

    [Fact]
    public void The_page_names_no_other_file_and_no_address()
    {
        var html = Page(SampleRuns.Typical);
        LinkAttribute().Matches(html).Select(m => m.Groups[2].Value).Should().OnlyContain(v => v.StartsWith('#'));
        html.Should().NotContain("@import").And.NotContain("url(http");
    }

    [Fact]
    public void Nothing_that_a_model_is_called_or_replied_becomes_markup()
    {
        var html = Page(SampleRuns.Hostile);
        html.Should().NotContain("<script>alert").And.NotContain("onerror=").And.NotContain("\u202E").And.NotContain("\u001b");
        // One script of its own; every other is a block of base64 that does not run.
        Regex.Count(html, "<script").Should().Be(1 + Regex.Count(html, "<script type=\"text/plain\" id=\"[a-z0-9-]+\">[A-Za-z0-9+/=]+</script>"));
    }

    [Fact]
    public void The_same_run_gives_the_same_page() => Page(SampleRuns.OneCell).Should().Be(Page(SampleRuns.OneCell));

    [Fact]
    [Trait("Category", "Slow")]
    public void A_page_of_100_000_trials_stays_under_20_MB()
    {
        var run = SampleRuns.Make("big", SampleRuns.FourModels, new SampleShape { Documents = 74 });
        run.Trials.Count.Should().BeGreaterThan(100_000);
        Page(run);
        new FileInfo(Path.Combine(_directory, "report.html")).Length.Should().BeLessThan(20_000_000);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Long_replies_that_pack_badly_are_cut_until_the_page_is_small()
    {
        // Digits of hashes stand for replies without any repetition: 40 million characters of them.
        var noise = string.Concat(Enumerable.Range(0, 700).Select(i => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)))));
        var run = SampleRuns.OneCell;
        var trials = Enumerable.Range(0, 1400).Select(i => run.Trials[0] with { Key = $"v1-{i}", Response = string.Concat(noise.AsSpan(i), $"Answer: {i}") });
        Page(run with { Trials = [.. trials] });
        new FileInfo(Path.Combine(_directory, "report.html")).Length.Should().BeLessThan(20_000_000);
    }

    [Fact]
    public void The_command_to_run_it_again_is_quoted_for_a_shell()
    {
        var run = SampleRuns.OneCell with { Models = [SampleRuns.OneCell.Models[0] with { Name = "a'b; rm -rf $HOME" }] };
        SweepCommandLine.Of(run).Should().Be(
            "haystack sweep --model 'a'\\''b; rm -rf $HOME' --contexts 4096 --distances 0 --documents 1 --chains-per-document 8 --families link "
            + "--language en --arms pair,first,second,absent,closed-book --question after --arrange spread --hops 2 --corpus chronicle "
            + "--seed 20261124 --max-output 4096 --trial-timeout 600s");
    }

    [Fact]
    public void A_run_without_texts_or_trials_still_makes_a_page()
    {
        Page(SampleRuns.OneCell with { Trials = [] }).Should().Contain("0 trials of 1 model over 0 documents");
        Page(SampleRuns.OneCell with { Trials = [.. SampleRuns.OneCell.Trials.Select(t => t with { Response = null })], Documents = [] }).Should().Contain("8 trials");
    }

    [Fact]
    public void A_page_that_cannot_be_written_says_so_in_one_line()
    {
        File.WriteAllText(Path.Combine(_directory, "file"), "no folder");
        var act = () => HtmlReport.Write(SampleRuns.OneCell, Path.Combine(_directory, "file", "report.html"), TestContext.Current.CancellationToken);
        act.Should().Throw<HaystackException>().Which.Message.Should().Contain("cannot be written").And.NotContain("\n");
    }

    private string Page(RunData run)
    {
        var path = Path.Combine(_directory, "report.html");
        HtmlReport.Write(run, path, TestContext.Current.CancellationToken);
        return File.ReadAllText(path);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("""\s(src|href|action|data|poster)="([^"]*)"?""")]
    private static partial Regex LinkAttribute();
}
