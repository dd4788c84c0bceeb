using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haystack.Cli.Settings;

/// <summary>The YAML that settings need: names, values, lists and sections. What goes deeper, or stands for something elsewhere, is refused before it is built.</summary>
internal static class PlainYaml
{
    private const int Deepest = 4;

    /// <summary>Walks over a text without building anything of it.</summary>
    /// <exception cref="YamlException">It is no YAML, or no plain one.</exception>
    public static void Require(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (Next(parser))
        {
            depth += parser.Current!.NestingIncrease;
            // A stream and its document are two of the levels.
            if (depth > Deepest + 2)
                throw new YamlException(parser.Current.Start, parser.Current.End, "settings are names, values, lists and sections; nothing lies deeper");
            if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw new YamlException(parser.Current.Start, parser.Current.End, "settings have no anchors (&) and aliases (*): write the value out");
        }
    }

    // What the scanner trips over itself at, such as a list that is never closed, is as much a fault of the text.
    private static bool Next(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            var (start, end) = parser.Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "what follows is no YAML (a bracket or quotation mark that is not closed?)");
        }
    }
}
