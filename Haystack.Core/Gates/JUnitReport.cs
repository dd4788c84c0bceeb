using System.Globalization;
using System.Text;
using System.Xml;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Gates as JUnit XML: a suite a model, a test case a threshold; undecided is skipped.</summary>
public static class JUnitReport
{
    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="HaystackException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<GateResult> results, CancellationToken cancellationToken = default) =>
        WholeFile.WriteAsync(
            path,
            (stream, _) =>
            {
                using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
                xml.WriteStartElement("testsuites");
                foreach (var result in results)
                    WriteSuite(xml, result);
                xml.WriteEndElement();
                return Task.CompletedTask;
            },
            cancellationToken);

    private static void WriteSuite(XmlWriter xml, GateResult result)
    {
        var model = Clean(result.Model);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", model);
        xml.WriteAttributeString("tests", Number(result.Checks.Count));
        xml.WriteAttributeString("failures", Number(result.Checks.Count(c => Failed(result, c))));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(result.Checks.Count(c => !Failed(result, c) && c.Verdict == GateVerdict.Inconclusive)));
        foreach (var check in result.Checks)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", Clean(check.Text));
            xml.WriteAttributeString("classname", model);
            xml.WriteAttributeString("time", "0");
            if (Failed(result, check))
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Clean(check.Text));
                xml.WriteAttributeString("type", "gate");
                xml.WriteString(Clean(result.Message));
                xml.WriteEndElement();
            }
            else if (check.Verdict == GateVerdict.Inconclusive)
            {
                xml.WriteStartElement("skipped");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool Failed(GateResult result, GateCheck check) => result.TooManyInvalid || check.Verdict == GateVerdict.Fail;

    /// <summary>What XML cannot hold is left out even after control characters became visible.</summary>
    private static string Clean(string text) => Reports.VisibleText.Of(text).Replace('\ufffe', '\ufffd').Replace('\uffff', '\ufffd');

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
