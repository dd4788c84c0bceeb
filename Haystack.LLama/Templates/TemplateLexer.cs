using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>
/// Cuts a Jinja template into pieces, with the settings that chat templates are written for: the first line break after a block
/// is dropped, and the blanks before a block that begins a line (<c>trim_blocks</c>, <c>lstrip_blocks</c>).
/// </summary>
internal sealed class TemplateLexer(string source)
{
    private static readonly string[] Operators =
        ["**", "//", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|", "=", "<", ">", "+", "-", "*", "/", "%", "~"];

    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private bool _atLineStart = true;

    /// <summary>All pieces, the end last.</summary>
    public static List<TemplateToken> Cut(string template)
    {
        // Jinja drops one line break at the very end.
        var text = template.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new TemplateLexer(text.EndsWith('\n') ? text[..^1] : text).Cut();
    }

    private int Line => source.AsSpan(0, Math.Min(_at, source.Length)).Count('\n') + 1;

    private List<TemplateToken> Cut()
    {
        while (_at < source.Length)
        {
            var next = NextTag();
            Text(source[_at..next], next);
            _at = next;
            if (next == source.Length)
                break;
            switch (source[next + 1])
            {
                case '#':
                    var end = source.IndexOf("#}", next + 2, StringComparison.Ordinal);
                    if (end < 0)
                        throw Wrong("a comment without an end");
                    _at = end;
                    End("#}", trims: true);
                    break;
                case '{':
                    Tag(TemplateTokenKind.PrintBegin, TemplateTokenKind.PrintEnd, "}}", trims: false);
                    break;
                default:
                    if (!Raw())
                        Tag(TemplateTokenKind.BlockBegin, TemplateTokenKind.BlockEnd, "%}", trims: true);
                    break;
            }
        }

        Add(TemplateTokenKind.End, "");
        return _tokens;
    }

    private int NextTag()
    {
        for (var i = source.IndexOf('{', _at); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%' or '#')
                return i;
        }

        return source.Length;
    }

    private void Text(string text, int next)
    {
        if (next < source.Length)
        {
            var mark = next + 2 < source.Length ? source[next + 2] : ' ';
            if (mark == '-')
                text = text.TrimEnd();
            else if (mark != '+' && source[next + 1] != '{')
                text = WithoutIndent(text);
        }

        if (text.Length > 0)
            _tokens.Add(new(TemplateTokenKind.Text, text, Line));
    }

    private string WithoutIndent(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        return (line > 0 || _atLineStart) && text.AsSpan(line).Trim(" \t").IsEmpty ? text[..line] : text;
    }

    private bool Raw()
    {
        var inside = source.AsSpan(_at + 2).TrimStart("-+").TrimStart();
        if (!inside.StartsWith("raw", StringComparison.Ordinal) || inside.Length < 4 || (inside[3] is not ('-' or '%') && !char.IsWhiteSpace(inside[3])))
            return false;
        var begin = source.IndexOf("%}", _at, StringComparison.Ordinal);
        var end = source.IndexOf("endraw", _at, StringComparison.Ordinal);
        var tag = end < 0 ? -1 : source.LastIndexOf("{%", end, StringComparison.Ordinal);
        if (begin < 0 || tag < begin)
            throw Wrong("raw without endraw");
        _tokens.Add(new(TemplateTokenKind.Text, source[(begin + 2)..tag], Line));
        _at = source.IndexOf("%}", end, StringComparison.Ordinal);
        if (_at < 0)
            throw Wrong("a block without an end");
        End("%}", trims: true);
        return true;
    }

    private void Tag(TemplateTokenKind begin, TemplateTokenKind end, string close, bool trims)
    {
        Add(begin, "");
        _at += 2;
        if (_at < source.Length && source[_at] is '-' or '+')
            _at++;
        var depth = 0;
        while (true)
        {
            while (_at < source.Length && char.IsWhiteSpace(source[_at]))
                _at++;
            if (_at >= source.Length)
                throw Wrong("a block without an end");
            if (depth == 0 && Ends(close) is var marked && marked >= 0)
            {
                Add(end, "");
                _at += marked;
                End(close, trims);
                return;
            }

            Inner(ref depth);
        }
    }

    // The length of what stands before the mark that closes: a minus or nothing; -1 where it does not close here.
    private int Ends(string close)
    {
        var rest = source.AsSpan(_at);
        return rest.StartsWith(close, StringComparison.Ordinal) ? 0 : rest.Length > 1 && rest[0] is '-' or '+' && rest[1..].StartsWith(close, StringComparison.Ordinal) ? 1 : -1;
    }

    private void End(string close, bool trims)
    {
        var strips = source[_at - 1] == '-';
        var keeps = source[_at - 1] == '+';
        _at += close.Length;
        var begun = _at;
        while (strips && _at < source.Length && char.IsWhiteSpace(source[_at]))
            _at++;
        if (!strips && !keeps && trims && _at < source.Length && source[_at] == '\n')
            _at++;
        _atLineStart = _at > begun && source[_at - 1] == '\n';
    }

    private void Inner(ref int depth)
    {
        var (begin, c) = (_at, source[_at]);
        if (char.IsLetter(c) || c == '_')
        {
            while (_at < source.Length && (char.IsLetterOrDigit(source[_at]) || source[_at] == '_'))
                _at++;
            Add(TemplateTokenKind.Name, source[begin.._at]);
        }
        else if (char.IsAsciiDigit(c))
        {
            while (_at < source.Length && (char.IsAsciiDigit(source[_at]) || source[_at] == '_' || (source[_at] == '.' && _at + 1 < source.Length && char.IsAsciiDigit(source[_at + 1]))))
                _at++;
            Add(TemplateTokenKind.Number, source[begin.._at].Replace("_", "", StringComparison.Ordinal));
        }
        else if (c is '"' or '\'')
        {
            Add(TemplateTokenKind.String, Quoted(c));
        }
        else
        {
            var known = Array.Find(Operators, o => source.AsSpan(begin).StartsWith(o, StringComparison.Ordinal)) ?? throw Wrong($"the character '{c}'");
            depth += known is "(" or "[" or "{" ? 1 : known is ")" or "]" or "}" ? -1 : 0;
            Add(TemplateTokenKind.Operator, known);
            _at += known.Length;
        }
    }

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < source.Length && source[_at] != quote; _at++)
        {
            if (source[_at] != '\\' || _at + 1 >= source.Length)
            {
                text.Append(source[_at]);
                continue;
            }

            var escaped = source[++_at];
            if (escaped == 'u' && _at + 4 < source.Length && ushort.TryParse(source.AsSpan(_at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                text.Append((char)code);
                _at += 4;
                continue;
            }

            _ = escaped switch
            {
                'n' => text.Append('\n'),
                't' => text.Append('\t'),
                'r' => text.Append('\r'),
                '\\' or '\'' or '"' => text.Append(escaped),
                _ => text.Append('\\').Append(escaped),
            };
        }

        if (_at++ >= source.Length)
            throw Wrong("a string without an end");
        return text.ToString();
    }

    private void Add(TemplateTokenKind kind, string text) => _tokens.Add(new(kind, text, Line));

    private TemplateException Wrong(string what) => new($"line {Line}: {what}");
}
