using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haystack.Languages.Yaml;

/// <summary>Reads data files as nodes, so that every complaint names the file and the line.</summary>
/// <remarks>
/// Scalars stay text (a plain deserializer turns <c>010</c> into 8), and a key given twice is an error:
/// the representation model refuses it by itself.
/// </remarks>
internal static class YamlReader
{
    /// <summary>The root mapping of a file.</summary>
    /// <exception cref="HaystackException">It is not YAML, not one document, or not a mapping.</exception>
    public static YamlMap Read(string file, string text)
    {
        var line = 1L;
        try
        {
            // Some faults end the parser without saying where: its last good event tells.
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
                line = parser.Current?.End.Line ?? line;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
                throw Fault(file, 1, $"holds {stream.Documents.Count} YAML documents, not one");
            return new YamlMap(file, stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            var reason = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
            throw Fault(file, e.Start.Line, reason, e);
        }
        catch (InvalidOperationException e)
        {
            throw Fault(file, line, "is not readable as YAML from here on", e);
        }
    }

    internal static HaystackException Fault(string file, long line, string reason, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {reason}"), inner);
}
