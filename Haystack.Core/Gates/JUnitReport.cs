using System.Globalization;
using System.Text;
using System.Xml;

namespace Haystack.Gates;

/// <summary>Gates as JUnit XML, in the form of Apache Ant's reports: a suite a model, a test case a threshold; undecided is skipped.</summary>
public static class JUnitReport
{
    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="results">The gates.</param>
    /// <param name="time">Where the time stamp comes from; null for the system's clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<GateResult> results, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var stamp = (time ?? TimeProvider.System).GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return OutputFile.WriteAsync(
            path,
            (stream, _) =>
            {
                using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
                xml.WriteStartElement("testsuites");
                for (var i = 0; i < results.Count; i++)
                    WriteSuite(xml, results[i], i, stamp);
                xml.WriteEndElement();
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    private static void WriteSuite(XmlWriter xml, GateResult result, int id, string stamp)
    {
        xml.WriteStartElement("testsuite");
        foreach (var (name, value) in new[]
        {
            ("id", XmlText.Number(id)), ("name", XmlText.Token(result.Model)), ("package", "haystack"), ("hostname", "localhost"),
            ("timestamp", stamp), ("time", "0"), ("tests", XmlText.Number(result.Checks.Count)),
            ("failures", XmlText.Number(result.Checks.Count(result.HasFailed))), ("errors", "0"),
            ("skipped", XmlText.Number(result.Checks.Count(result.IsSkipped))),
        })
            xml.WriteAttributeString(name, value);
        xml.WriteStartElement("properties");
        xml.WriteEndElement();
        var names = XmlText.CaseNames(result);
        for (var i = 0; i < names.Count; i++)
            WriteCase(xml, result, result.Checks[i], names[i]);
        xml.WriteElementString("system-out", XmlText.Clean(result.Message));
        xml.WriteElementString("system-err", "");
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, GateResult result, GateCheck check, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("classname", XmlText.Token(result.Model));
        xml.WriteAttributeString("time", "0");
        if (result.HasFailed(check) || result.IsSkipped(check))
        {
            var failed = result.HasFailed(check);
            xml.WriteStartElement(failed ? "failure" : "skipped");
            xml.WriteAttributeString("message", XmlText.Clean(check.Text));
            if (failed)
            {
                xml.WriteAttributeString("type", "gate");
                xml.WriteString(XmlText.Clean(result.Message));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
