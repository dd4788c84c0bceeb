using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Haystack.Gates;

/// <summary>Gates as a Visual Studio test results file (TRX): a class a model, a test a threshold; undecided is not executed.</summary>
public static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The type of unit tests, and the list of results that belong to no list: both fixed by the format.</summary>
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="results">The gates.</param>
    /// <param name="time">Where the time stamps come from; null for the system's clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<GateResult> results, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var stamp = (time ?? TimeProvider.System).GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
        return OutputFile.WriteAsync(
            path,
            (stream, _) =>
            {
                using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
                Write(xml, Tests(results), stamp);
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    private static Test[] Tests(IReadOnlyList<GateResult> results) =>
        [.. results.SelectMany((r, at) => XmlText.CaseNames(r).Select((name, i) => new Test(
            r, r.Checks[i], name, Id($"test/{at}/{r.Model}/{name}"), Id($"execution/{at}/{r.Model}/{name}/{r.Message}"))))];

    private static void Write(XmlWriter xml, Test[] tests, string stamp)
    {
        xml.WriteStartElement("TestRun", Namespace);
        Attributes(xml, ("id", Id(string.Concat(tests.Select(t => t.ExecutionId)))), ("name", "haystack gate"));
        Element(xml, "Times", ("creation", stamp), ("queuing", stamp), ("start", stamp), ("finish", stamp));
        Element(xml, "TestSettings", ("name", "default"), ("id", Id("settings")));
        Each(xml, "Results", tests, t => WriteResult(xml, t, stamp));
        Each(xml, "TestDefinitions", tests, t => WriteDefinition(xml, t));
        Each(xml, "TestEntries", tests, t => Element(xml, "TestEntry", ("testId", t.Id), ("executionId", t.ExecutionId), ("testListId", NoList)));
        xml.WriteStartElement("TestLists");
        Element(xml, "TestList", ("name", "Results Not in a List"), ("id", NoList));
        Element(xml, "TestList", ("name", "All Loaded Results"), ("id", "19431567-8539-422a-85d7-44ee4e166bda"));
        xml.WriteEndElement();
        WriteSummary(xml, tests);
        xml.WriteEndElement();
    }

    private static void WriteResult(XmlWriter xml, Test test, string stamp)
    {
        xml.WriteStartElement("UnitTestResult");
        Attributes(
            xml, ("executionId", test.ExecutionId), ("testId", test.Id), ("testName", $"{XmlText.Token(test.Result.Model)}.{test.Name}"), ("computerName", "localhost"),
            ("duration", "00:00:00.0000000"), ("startTime", stamp), ("endTime", stamp), ("testType", UnitTestType), ("outcome", test.Outcome),
            ("testListId", NoList), ("relativeResultsDirectory", test.ExecutionId));
        xml.WriteStartElement("Output");
        xml.WriteElementString("StdOut", XmlText.Clean(test.Result.Message));
        if (test.Outcome != "Passed")
        {
            xml.WriteStartElement("ErrorInfo");
            xml.WriteElementString("Message", XmlText.Clean(test.Check.Text));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteDefinition(XmlWriter xml, Test test)
    {
        xml.WriteStartElement("UnitTest");
        Attributes(xml, ("name", $"{XmlText.Token(test.Result.Model)}.{test.Name}"), ("storage", "haystack"), ("id", test.Id));
        Element(xml, "Execution", ("id", test.ExecutionId));
        Element(
            xml, "TestMethod", ("codeBase", "haystack"), ("adapterTypeName", "executor://haystack/gate"),
            ("className", XmlText.Token(test.Result.Model)), ("name", test.Name));
        xml.WriteEndElement();
    }

    private static void WriteSummary(XmlWriter xml, Test[] tests)
    {
        string Count(string outcome) => XmlText.Number(tests.Count(t => t.Outcome == outcome));
        xml.WriteStartElement("ResultSummary");
        Attributes(xml, ("outcome", tests.Any(t => t.Outcome == "Failed") ? "Failed" : "Completed"));
        Element(
            xml, "Counters", ("total", XmlText.Number(tests.Length)), ("executed", XmlText.Number(tests.Count(t => t.Outcome != "NotExecuted"))),
            ("passed", Count("Passed")), ("failed", Count("Failed")), ("error", "0"), ("timeout", "0"), ("aborted", "0"), ("inconclusive", "0"),
            ("passedButRunAborted", "0"), ("notRunnable", "0"), ("notExecuted", Count("NotExecuted")), ("disconnected", "0"), ("warning", "0"),
            ("completed", "0"), ("inProgress", "0"), ("pending", "0"));
        xml.WriteEndElement();
    }

    private static void Each(XmlWriter xml, string name, Test[] tests, Action<Test> write)
    {
        xml.WriteStartElement(name);
        foreach (var test in tests)
            write(test);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            xml.WriteAttributeString(name, value);
    }

    /// <summary>The same text always has the same identity, so that the same test can be followed from run to run.</summary>
    private static string Id(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();

    private sealed record Test(GateResult Result, GateCheck Check, string Name, string Id, string ExecutionId)
    {
        public string Outcome => Result.HasFailed(Check) ? "Failed" : Result.IsSkipped(Check) ? "NotExecuted" : "Passed";
    }
}
