using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Reports;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>A run that is too large to be shown whole has the same figures, and a page whose cells count all of it.</summary>
public sealed partial class LargePageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_run_has_the_figures_of_the_whole_and_a_page_that_counts_all_and_lists_some()
    {
        await LargeShards.MakeAsync(_folder["set"], LargeShards.TrialsANumber, shards: 2);
        string[] shards = [.. ShardFolders.For(_folder["set"])];
        (await RunMerge.RunAsync(shards, _folder["run"], TestContext.Current.CancellationToken)).Missing.Should().BeEmpty();
        var whole = RunReader.Read(_folder["run"], withTexts: true);
        var large = RunReader.ReadForReport(_folder["run"], withTexts: true, largestWhole: 10);
        whole.Trials.Should().HaveCount(LargeShards.TrialsANumber);
        large.Trials.Should().OnlyContain(t => t.Response == null && t.Question.Length == 0);
        large.Sample!.Trials.Should().Equal(whole.Trials, "so few are all drawn, with their texts");
        large.Sample.Documents.Select(d => (d.Id, d.Facts.Count)).Should().Equal(whole.Documents.Select(d => (d.Id, d.Facts.Count)));
        Summary(large, "large").Should().Be(Summary(whole, "whole"));

        var few = large with { Sample = new RunSample([.. whole.Trials.Take(34)], [whole.Documents[0]]) };
        HtmlReport.Write(few, _folder["page.html"], TestContext.Current.CancellationToken);
        var page = File.ReadAllText(_folder["page.html"]);
        page.Should().Contain("The cells count all 1,360 trials. Listed are 34 of them");
        using var data = JsonDocument.Parse(new DeflateStream(new MemoryStream(Convert.FromBase64String(Data().Match(page).Groups[1].Value)), CompressionMode.Decompress));
        data.RootElement.GetProperty("columns").GetProperty("outcome").GetArrayLength().Should().Be(34);
        var cells = data.RootElement.GetProperty("cells");
        var counts = cells.GetProperty("count").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        counts.Sum().Should().Be(whole.Trials.Count);
        cells.GetProperty("outcome").EnumerateArray().Zip(counts).Where(c => c.First.GetInt32() == 0).Sum(c => c.Second)
            .Should().Be(whole.Trials.Count(t => t.Outcome == Haystack.Scoring.Outcome.Correct));
    }

    private string Summary(RunData run, string name)
    {
        SummaryJson.Write(run, _folder[$"{name}.json"]);
        return File.ReadAllText(_folder[$"{name}.json"]);
    }

    [GeneratedRegex("id=\"trials-data\">([A-Za-z0-9+/=]+)<")]
    private static partial Regex Data();
}
