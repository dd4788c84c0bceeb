using System.Text.Json;
using FluentAssertions;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Storage;
using NJsonSchema;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>What each of several servers did stands in every form of a report.</summary>
public sealed class ServerFiguresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static RunData Run { get; } = SampleRuns.OneCell with
    {
        Trials = [.. SampleRuns.OneCell.Trials.Select((t, i) => t with { Server = i % 3 == 0 ? "http://a<b:1/v1" : "http://c:2/v1", Attempts = i == 0 ? 2 : 1, TotalSeconds = 1.25, PrefillRate = i % 3 == 0 ? 900 : null })],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_summary_has_them_and_follows_its_schema()
    {
        SummaryJson.Write(Run, _folder["summary.json"]);
        var text = await File.ReadAllTextAsync(_folder["summary.json"], TestContext.Current.CancellationToken);
        var schema = await JsonSchema.FromFileAsync(RepositoryFile.Of("docs/summary.schema.json"), TestContext.Current.CancellationToken);
        schema.Validate(text).Select(e => e.ToString()).Should().BeEmpty();
        using var json = JsonDocument.Parse(text);
        JsonElement[] servers = [.. json.RootElement.GetProperty("servers").EnumerateArray()];
        servers.Select(s => s.GetProperty("server").GetString()).Should().Equal("http://a<b:1/v1", "http://c:2/v1");
        servers.Sum(s => s.GetProperty("trials").GetInt32()).Should().Be(Run.Trials.Count);
        servers.Sum(s => s.GetProperty("failed").GetInt32()).Should().Be(Run.Trials.Count(t => t.Outcome == Outcome.Failed));
        servers.Select(s => s.GetProperty("retried").GetInt32()).Should().Equal(1, 0);
        servers[0].GetProperty("seconds_a_trial").GetDouble().Should().Be(1.25);
        servers[0].GetProperty("prompt_tokens_per_second_median").GetDouble().Should().Be(900);
        servers[1].GetProperty("prompt_tokens_per_second_median").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public void The_page_has_them_and_only_where_there_is_more_than_one_place()
    {
        HtmlReport.Write(Run, _folder["page.html"], TestContext.Current.CancellationToken);
        var page = File.ReadAllText(_folder["page.html"]);
        page.Should().Contain("<table id=\"servers\">").And.Contain("http://a&lt;b:1/v1").And.Contain("<td class=\"number\">900</td>").And.Contain("<td class=\"number\">not told</td>");
        HtmlReport.Write(SampleRuns.OneCell, _folder["one.html"], TestContext.Current.CancellationToken);
        File.ReadAllText(_folder["one.html"]).Should().NotContain("<table id=\"servers\">");
    }
}
