using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>Makes functions of the blocks of a template: what stands in them, conditions and loops.</summary>
internal sealed partial class StatementParser
{
    private const int MostDepth = 100;

    private readonly TemplateReader _reader;
    private readonly ExpressionParser _expressions;
    private int _depth;

    private StatementParser(TemplateReader reader) => (_reader, _expressions) = (reader, new ExpressionParser(reader));

    private delegate void Statement(Scope scope, StringBuilder output);

    /// <summary>The whole template as a function that writes.</summary>
    /// <exception cref="TemplateException">It is not sound, or uses what is not known here.</exception>
    public static Action<Scope, StringBuilder> Parse(string template)
    {
        var parser = new StatementParser(new TemplateReader(TemplateLexer.Cut(template)));
        var body = parser.Body();
        return parser._reader.Next.Kind == TemplateTokenKind.End ? (scope, output) => body(scope, output) : throw parser._reader.Wrong($"'{parser._reader.After.Text}' without a beginning");
    }

    // Up to a block that begins with one of the names, which is then next.
    private Statement Body(params string[] ends)
    {
        if (++_depth > MostDepth)
            throw _reader.Wrong("blocks nested too deeply");
        var statements = new List<Statement>();
        while (_reader.Next.Kind != TemplateTokenKind.End)
        {
            if (_reader.Next.Kind == TemplateTokenKind.BlockBegin && (ends.Contains(_reader.After.Text) || (ends.Length == 0 && _reader.After.Text.StartsWith("end", StringComparison.Ordinal) && _reader.After.Text != "endgeneration")))
                break;
            statements.Add(One());
        }

        _depth--;
        return (scope, output) =>
        {
            foreach (var statement in statements)
            {
                statement(scope, output);
                if (scope.IsBroken || scope.IsContinued)
                    return;
            }
        };
    }

    private Statement One()
    {
        var token = _reader.Take();
        switch (token.Kind)
        {
            case TemplateTokenKind.Text:
                return (_, output) => output.Append(token.Text);
            case TemplateTokenKind.PrintBegin:
                var value = _expressions.Tuple();
                _reader.Require(TemplateTokenKind.PrintEnd);
                return (scope, output) =>
                {
                    scope.Step();
                    output.Append(Values.Text(value(scope)));
                };
            default:
                return Block();
        }
    }

    private Statement Block()
    {
        var name = _reader.Require(TemplateTokenKind.Name);
        switch (name)
        {
            case "if":
                return If();
            case "for":
                return For();
            case "set":
                return Set();
            case "macro":
                return Macro();
            case "break" or "continue":
                Close();
                return name == "break" ? (scope, _) => scope.IsBroken = true : (scope, _) => scope.IsContinued = true;
            case "do":
                var act = _expressions.Tuple();
                Close();
                return (scope, _) => act(scope);
            // Marks for training only.
            case "generation" or "endgeneration":
                Close();
                return static (_, _) => { };
            default:
                throw _reader.Wrong($"the block '{name}' is not known here");
        }
    }

    private void Close() => _reader.Require(TemplateTokenKind.BlockEnd);

    private void Require(string end)
    {
        _reader.Require(TemplateTokenKind.BlockBegin);
        _reader.Require(end);
        Close();
    }

    private Statement If()
    {
        var condition = _expressions.Parse();
        Close();
        var then = Body("elif", "else", "endif");
        _reader.Require(TemplateTokenKind.BlockBegin);
        Statement? otherwise = null;
        switch (_reader.Require(TemplateTokenKind.Name))
        {
            case "elif":
                otherwise = If();
                break;
            case "else":
                Close();
                otherwise = Body("endif");
                Require("endif");
                break;
            default:
                Close();
                break;
        }

        return (scope, output) =>
        {
            scope.Step();
            if (Values.IsTrue(condition(scope)))
                then(scope, output);
            else
                otherwise?.Invoke(scope, output);
        };
    }

    private Statement For()
    {
        var names = Names();
        _reader.Require("in");
        var over = _expressions.Or();
        var only = _reader.Skip("if") ? _expressions.Parse() : null;
        if (_reader.Is("recursive"))
            throw _reader.Wrong("loops that call themselves are not known here");
        Close();
        var body = Body("else", "endfor");
        _reader.Require(TemplateTokenKind.BlockBegin);
        Statement? otherwise = null;
        if (_reader.Require(TemplateTokenKind.Name) == "else")
        {
            Close();
            otherwise = Body("endfor");
            Require("endfor");
        }
        else
        {
            Close();
        }

        return (scope, output) =>
        {
            var items = new List<object?>(Values.Items(over(scope)));
            if (only is not null)
                items = items.FindAll(i => Values.IsTrue(only(Loop.Bound(scope, names, i))));
            if (items.Count == 0)
                otherwise?.Invoke(scope, output);
            for (var at = 0; at < items.Count; at++)
            {
                var inner = Loop.Bound(scope, names, items[at]);
                inner["loop"] = Loop.At(items, at);
                body(inner, output);
                if (inner.IsBroken)
                    break;
            }
        };
    }

    private List<string> Names()
    {
        var inBrackets = _reader.Skip("(");
        var names = new List<string> { _reader.Require(TemplateTokenKind.Name) };
        while (_reader.Skip(","))
            names.Add(_reader.Require(TemplateTokenKind.Name));
        if (inBrackets)
            _reader.Require(")");
        return names;
    }
}
