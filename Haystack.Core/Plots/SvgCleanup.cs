using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Haystack.Plots;

/// <summary>
/// Makes Skia's SVG the same each time and scalable: Skia numbers its clips through the life of the process,
/// wraps texts in white space, and states no view box.
/// </summary>
internal static class SvgCleanup
{
    public static byte[] Apply(byte[] svg, int width, int height)
    {
        XDocument document;
        using (var stream = new MemoryStream(svg))
            document = XDocument.Load(stream);
        document.Root!.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        var names = new Dictionary<string, string>();
        foreach (var element in document.Descendants())
        {
            if (element.Attribute("id") is { } id)
                id.Value = names[id.Value] = $"c{names.Count}";
            if (element.Name.LocalName == "text")
                element.Value = element.Value.Trim();
        }

        foreach (var clip in document.Descendants().Attributes("clip-path"))
        {
            if (clip.Value.StartsWith("url(#", StringComparison.Ordinal) && names.TryGetValue(clip.Value[5..^1], out var name))
                clip.Value = $"url(#{name})";
        }

        using var clean = new MemoryStream();
        using (var writer = XmlWriter.Create(clean, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = "", NewLineChars = "\n" }))
            document.Save(writer);
        return clean.ToArray();
    }
}
