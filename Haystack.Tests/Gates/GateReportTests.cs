using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using FluentAssertions;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Haystack.Tests.Gates;

public sealed class GateReportTests : IDisposable
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    private static readonly FakeTimeProvider Noon = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Names and replies that would be markup, workflow commands, terminal codes and badly formed XML.</summary>
    private const string HostileReply = "\u001b[31m::error::pwned\n##[stop-commands]x | `<script>` \u202e & %0A \ufffe \0\n::add-mask::a\nAnswer: no";

    private static GateResult Passed => AccuracyGate.ForRun(GateRuns.Of(8, 8, _ => 8), "runs/a").RequireAccuracy(0.8).Decide();

    private static GateResult Undecided => AccuracyGate.ForRun(GateRuns.Of(8, 8, _ => 6), "runs/b").RequireAccuracy(0.75).RequireAccuracy(0.72).Decide();

    private static GateResult Failed
    {
        get
        {
            var rows = GateRuns.Of(12, 8, d => d % 3).Trials.Select(t => t with
            {
                Model = "::error::<model>,|\u001b",
                Response = t.Outcome == Outcome.Correct ? t.Response : HostileReply,
            });
            return AccuracyGate.ForRun(GateRuns.Of("hostile", rows), "runs/it's here").RequireAccuracy(0.8).Decide();
        }
    }

    [Fact]
    public async Task JUnit_files_are_valid_against_their_schema_whatever_models_say()
    {
        await JUnitReport.WriteAsync(_folder["gate.xml"], [Passed, Undecided, Failed, Undecided with { Strict = true }], Noon, TestContext.Current.CancellationToken);
        var document = Valid(_folder["gate.xml"]);
        var suites = document.Root!.Elements("testsuite").ToArray();
        suites.Select(s => ((int)s.Attribute("tests")!, (int)s.Attribute("failures")!, (int)s.Attribute("skipped")!))
            .Should().Equal((1, 0, 0), (2, 0, 2), (1, 1, 0), (2, 2, 0));
        suites[1].Elements("testcase").Select(c => (string)c.Attribute("name")!).Should().Equal("accuracy", "accuracy 2");
        ((string)suites[0].Attribute("timestamp")!).Should().Be("2026-11-24T12:00:00");
        suites[2].Descendants("failure").Single().Value.Should().Contain("haystack show 'runs/it'\\''s here' ").And.NotContain("\u001b");
    }

    [Fact]
    public void The_schema_refuses_what_is_not_JUnit() =>
        FluentActions.Invoking(() => Valid(XDocument.Parse("<testsuites><testsuite name=''/></testsuites>"))).Should().Throw<XmlSchemaValidationException>();

    [Fact]
    public async Task Trx_files_read_back_as_the_format_describes_them()
    {
        await TrxReport.WriteAsync(_folder["gate.trx"], [Passed, Undecided, Failed], Noon, TestContext.Current.CancellationToken);
        var run = XDocument.Load(_folder["gate.trx"]).Root!;
        run.Name.Should().Be(Trx + "TestRun");
        run.Elements().Select(e => e.Name.LocalName).Should().Equal("Times", "TestSettings", "Results", "TestDefinitions", "TestEntries", "TestLists", "ResultSummary");
        var results = run.Element(Trx + "Results")!.Elements(Trx + "UnitTestResult").ToArray();
        results.Select(r => (string)r.Attribute("outcome")!).Should().Equal("Passed", "NotExecuted", "NotExecuted", "Failed");
        // Every result has a definition and an entry with the same identities, which are GUIDs, and a list that is there.
        var definitions = run.Element(Trx + "TestDefinitions")!.Elements().ToDictionary(d => (string)d.Attribute("id")!, d => (string)d.Element(Trx + "Execution")!.Attribute("id")!);
        var entries = run.Element(Trx + "TestEntries")!.Elements().ToDictionary(e => (string)e.Attribute("testId")!, e => (string)e.Attribute("executionId")!);
        var lists = run.Element(Trx + "TestLists")!.Elements().Select(l => (string)l.Attribute("id")!).ToArray();
        foreach (var result in results)
        {
            var (test, execution) = ((string)result.Attribute("testId")!, (string)result.Attribute("executionId")!);
            Guid.TryParse(test, out _).Should().BeTrue();
            definitions[test].Should().Be(execution).And.Be(entries[test]);
            lists.Should().Contain((string)result.Attribute("testListId")!);
            DateTimeOffset.Parse((string)result.Attribute("startTime")!, System.Globalization.CultureInfo.InvariantCulture).Should().Be(Noon.GetUtcNow());
        }

        var counters = run.Element(Trx + "ResultSummary")!.Element(Trx + "Counters")!;
        (int Total, int Executed, int Passed, int Failed, int NotExecuted) counted =
            ((int)counters.Attribute("total")!, (int)counters.Attribute("executed")!, (int)counters.Attribute("passed")!, (int)counters.Attribute("failed")!, (int)counters.Attribute("notExecuted")!);
        counted.Should().Be((4, 2, 1, 1, 2));
        ((string)run.Element(Trx + "ResultSummary")!.Attribute("outcome")!).Should().Be("Failed");
        results[3].Descendants(Trx + "Message").Single().Value.Should().StartWith("accuracy 12/96");
    }

    [Fact]
    public void The_message_of_a_hostile_run_is_harmless_and_whole() => Approve.Text(Failed.Message);

    [Fact]
    public void Annotations_are_one_escaped_line_each()
    {
        var lines = GitHubReport.Annotations([Passed, Undecided, Failed]).ToArray();
        lines.Select(l => l[..l.IndexOf(' ', StringComparison.Ordinal)]).Should().Equal("::warning", "::warning", "::error");
        lines[2].Should().StartWith("::error title=Haystack gate%3A %3A%3Aerror%3A%3A<model>%2C|␛::accuracy 12/96").And.Contain("exact 95%25 bounds").And.NotContain("\n");
    }

    [Fact]
    public void The_step_summary_shows_foreign_text_as_it_is() => Approve.Text(GitHubReport.Summary([Passed, Failed]), extension: "md");

    [Fact]
    public async Task Badges_say_the_figure_and_the_verdict()
    {
        await GateBadge.WriteAsync(_folder["a.json"], [Passed], TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["a.json"], TestContext.Current.CancellationToken));
        json.RootElement.EnumerateObject().Select(p => $"{p.Name}={p.Value}").Should().Equal("schemaVersion=1", "label=haystack", "message=accuracy 100%", "color=brightgreen");
        GateBadge.Message([Undecided]).Should().Be("accuracy 75%, accuracy 75%, undecided");
        GateBadge.Message([Passed, Failed]).Should().Be("1 of 2 models pass");
        await GateBadge.WriteAsync(_folder["a.svg"], [Failed], TestContext.Current.CancellationToken);
        var svg = XDocument.Load(_folder["a.svg"]).Root!;
        svg.Name.LocalName.Should().Be("svg");
        svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).Should().Equal("haystack", "accuracy 12.5%");
        svg.Descendants().Select(e => (string?)e.Attribute("fill")).Should().Contain("#c33");
        await FluentActions.Awaiting(() => GateBadge.WriteAsync(_folder["a.png"], [Passed])).Should().ThrowAsync<HaystackException>();
    }

    private static XDocument Valid(string path) => Valid(XDocument.Load(path));

    private static XDocument Valid(XDocument document, [CallerFilePath] string file = "")
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(Path.GetDirectoryName(file)!, "junit.xsd"));
        schemas.Add(null, reader);
        document.Validate(schemas, null);
        return document;
    }
}
