using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Tests.Storage;
using NJsonSchema;
using Xunit;

namespace Haystack.Tests.Reports;

public sealed class ExportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("haystack-export-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_summary_follows_its_published_schema()
    {
        var schema = await JsonSchema.FromFileAsync(RepositoryFile.Of("docs/summary.schema.json"), TestContext.Current.CancellationToken);
        foreach (var run in new[] { SampleRuns.OneCell, SampleRuns.AllInvalid, SampleRuns.Hostile, SampleRuns.OneCell with { Trials = [] } })
        {
            var path = Path.Combine(_directory, "summary.json");
            SummaryJson.Write(run, path);
            var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            schema.Validate(text).Select(e => e.ToString()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_schema_refuses_a_summary_that_is_not_one()
    {
        var schema = await JsonSchema.FromFileAsync(RepositoryFile.Of("docs/summary.schema.json"), TestContext.Current.CancellationToken);
        var path = Path.Combine(_directory, "summary.json");
        SummaryJson.Write(SampleRuns.OneCell, path);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        schema.Validate(text.Replace("\"answered\": ", "\"answered\": -", StringComparison.Ordinal)).Should().NotBeEmpty();
        schema.Validate(text.Replace("\"arm\": \"pair\"", "\"arm\": \"both\"", StringComparison.Ordinal)).Should().NotBeEmpty();
        schema.Validate(text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)).Should().NotBeEmpty();
    }

    [Fact]
    public void Counts_in_the_summary_are_those_of_the_trials()
    {
        var path = Path.Combine(_directory, "summary.json");
        SummaryJson.Write(SampleRuns.Hostile, path);
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var cells = json.RootElement.GetProperty("cells").EnumerateArray().ToArray();
        cells.Sum(c => c.GetProperty("correct").GetInt32()).Should().Be(SampleRuns.Hostile.Trials.Count(t => t.Outcome == Outcome.Correct));
        cells.Sum(c => c.GetProperty("answered").GetInt32() + c.GetProperty("invalid").GetInt32()).Should().Be(SampleRuns.Hostile.Trials.Count);
    }

    [Fact]
    public void Every_trial_is_one_record_of_the_csv_whatever_was_replied()
    {
        var run = SampleRuns.Hostile;
        var path = Path.Combine(_directory, "trials.csv");
        CsvExport.Write(run, path, TestContext.Current.CancellationToken);
        var records = Records(File.ReadAllText(path));
        records.Should().HaveCount(run.Trials.Count + 1).And.OnlyContain(r => r.Count == records[0].Count);
        var response = records[0].IndexOf("response");
        records.Skip(1).Select(r => r[response]).Should().Equal(run.Trials.Select(t => VisibleText.Of(t.Response ?? "")));
        File.ReadAllText(path).Should().NotContain("\u001b").And.NotContain("\u202E");
    }

    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-3", "'-3")]
    [InlineData("\uFF1D1+2", "'\uFF1D1+2")]
    [InlineData("x;\uFF0B1", "x;'\uFF0B1")]
    [InlineData("3-", "3-")]
    [InlineData("a,b \"c\"\nd", "a,b \"c\"\nd")]
    public void A_reply_is_no_formula_to_a_spreadsheet(string reply, string cell)
    {
        var run = SampleRuns.OneCell with { Trials = [SampleRuns.OneCell.Trials[0] with { Response = reply, DistanceTokens = null }] };
        var path = Path.Combine(_directory, "trials.csv");
        CsvExport.Write(run, path, TestContext.Current.CancellationToken);
        var records = Records(File.ReadAllText(path));
        records[1][records[0].IndexOf("response")].Should().Be(cell);
        records[1][records[0].IndexOf("distance_tokens")].Should().BeEmpty("missing is not zero");
    }

    [Fact]
    public async Task Parquet_holds_every_value_as_it_was()
    {
        var run = SampleRuns.Hostile with { Trials = [.. SampleRuns.Hostile.Trials.Take(200), SampleRuns.Hostile.Trials[0] with { Key = "last", DistanceTokens = null }] };
        var path = Path.Combine(_directory, "trials.parquet");
        await ParquetExport.WriteAsync(run, path, TestContext.Current.CancellationToken);
        Directory.GetFiles(_directory).Should().Equal(path);
        var table = await ParquetFile.ReadAsync(path, TestContext.Current.CancellationToken);
        table.Keys.Should().Equal(TrialFields.All.Select(f => f.Name));
        foreach (var field in TrialFields.All)
            table[field.Name].Should().Equal(run.Trials.Select(t => Stored(field.Value(t))), field.Name);
    }

    /// <summary>Half a surrogate pair has no UTF-8 form.</summary>
    private static object? Stored(object? value) => value is string text ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : value;

    /// <summary>A reader of RFC 4180, for checking.</summary>
    private static List<List<string>> Records(string csv)
    {
        var records = new List<List<string>>();
        var record = new List<string>();
        var cell = new StringBuilder();
        for (var i = 0; i < csv.Length; i++)
        {
            if (csv[i] == '"')
            {
                for (i++; csv[i] != '"' || (i + 1 < csv.Length && csv[i + 1] == '"'); i++)
                    cell.Append(csv[i] == '"' ? csv[i++] : csv[i]);
            }
            else if (csv[i] == ',' || csv[i] == '\r')
            {
                record.Add(cell.ToString());
                cell.Clear();
                if (csv[i] == ',')
                    continue;
                records.Add(record);
                record = [];
                i++;
            }
            else
            {
                cell.Append(csv[i]);
            }
        }

        return records;
    }
}
