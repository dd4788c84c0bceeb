using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Tests.Architecture;

/// <summary>A message to users as it stands in the source: the literals of one argument, the holes in them as <c>{}</c>.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Begins">Whether the message begins with it, and not with something put before.</param>
/// <param name="Ends">Whether the message ends with it.</param>
internal sealed partial record SourceMessage(string Text, bool Begins, bool Ends)
{
    /// <summary>Messages in a source file: what exceptions for users, faults and notices are made of.</summary>
    public static IEnumerable<SourceMessage> In(string source) =>
        Calls().Matches(source).SelectMany(m => Argument(source, m.Index + m.Length));

    /// <summary>What is against the one style; null where nothing is.</summary>
    /// <param name="names">Words that are written with a capital wherever they stand.</param>
    public string? Fault(IReadOnlySet<string> names)
    {
        if (Begins && (char.IsWhiteSpace(Text[0]) || (char.IsUpper(Text[0]) && !names.Contains(Word().Match(Text).Value))))
            return "begins with a capital or a blank";
        if (Ends && (Text[^1] is '.' or '!' or ',' or ';' || char.IsWhiteSpace(Text[^1])))
            return "ends with a point or a blank";
        return Text.Contains("  ", StringComparison.Ordinal) ? "has two blanks together"
            : Text.Contains('\n', StringComparison.Ordinal) ? "is of several lines"
            : null;
    }

    /// <summary>The literals of the first argument that stand in it directly, from behind its opening bracket.</summary>
    private static IEnumerable<SourceMessage> Argument(string source, int at)
    {
        var depth = 0;
        var continues = false;
        while (at < source.Length)
        {
            var c = source[at];
            if (c is '\'')
            {
                at = source.IndexOf('\'', source[at + 1] == '\\' ? at + 3 : at + 2) + 1;
                continue;
            }

            if (c is '/' && source[at + 1] == '/')
            {
                at = source.IndexOf('\n', at);
                continue;
            }

            if (Opening().Match(source, at) is { Success: true } opening && opening.Index == at)
            {
                var (text, end) = Literal(source, opening);
                var next = end;
                while (char.IsWhiteSpace(source[next]))
                    next++;
                if (depth == 0 && text.Length > 0)
                    yield return new SourceMessage(text, !continues, source[next] != '+');
                at = end;
                continue;
            }

            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (depth < 0 || (depth == 0 && c is ',' or ';' && !InSwitch(source, at)))
                yield break;
            if (!char.IsWhiteSpace(c))
                continues = c == '+';
            at++;
        }
    }

    // A comma between the arms of a switch expression parts no arguments: the arm's arrow stands before it.
    private static bool InSwitch(string source, int at) => source[at] == ',' && source.LastIndexOf("=>", at, Math.Min(at, 400), StringComparison.Ordinal) > source.LastIndexOf(';', at);

    private static (string Text, int End) Literal(string source, Match opening)
    {
        var holes = opening.Value.Count(c => c == '$');
        var quotes = opening.Groups["quotes"].Value;
        var isVerbatim = opening.Value.Contains('@', StringComparison.Ordinal);
        var text = new StringBuilder();
        var at = opening.Index + opening.Length;
        while (true)
        {
            if (string.CompareOrdinal(source, at, quotes, 0, quotes.Length) == 0)
            {
                if (!isVerbatim || source[at + 1] != '"')
                    return (text.ToString(), at + quotes.Length);
                at++;
            }

            if (holes > 0 && source[at] == '{' && string.CompareOrdinal(source, at, new string('{', holes), 0, holes) == 0)
            {
                if (quotes.Length == 1 && source[at + 1] == '{')
                {
                    at++;
                }
                else
                {
                    at = HoleEnd(source, at + holes) + holes;
                    text.Append("{}");
                    continue;
                }
            }

            if (source[at] == '\\' && quotes.Length == 1 && !isVerbatim)
                text.Append(source[++at] == 'n' ? '\n' : source[at]);
            else
                text.Append(source[at]);
            at++;
        }
    }

    private static int HoleEnd(string source, int at)
    {
        for (var depth = 0; ; at++)
        {
            if (Opening().Match(source, at) is { Success: true } opening && opening.Index == at)
                at = Literal(source, opening).End - 1;
            else if (source[at] == '\'')
                at = source.IndexOf('\'', source[at + 1] == '\\' ? at + 3 : at + 2);
            else if (source[at] == '}' && depth == 0)
                return at;
            else
                depth += source[at] is '{' ? 1 : source[at] is '}' ? -1 : 0;
        }
    }

    [GeneratedRegex("""\G\$*@?\$?(?<quotes>"{3,}|")""")]
    private static partial Regex Opening();

    [GeneratedRegex("""(?:new \w*(?<!Operation|Argument|OutOfRange|NotSupported|Format)Exception|new SweepNotice|\b_?[nN]otice|\bSay(?:Async)?|\bRefus(?:e|al)\w*|\bFault)\(|\bFault = """)]
    private static partial Regex Calls();

    [GeneratedRegex(@"^[\w-]+")]
    private static partial Regex Word();
}
