using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>Blocks that give something a name.</summary>
internal sealed partial class StatementParser
{
    private Statement Set()
    {
        var names = Names();
        var member = _reader.Skip(".") ? _reader.Require(TemplateTokenKind.Name) : null;
        if (!_reader.Skip("="))
        {
            Close();
            var body = Body("endset");
            Require("endset");
            return (scope, _) =>
            {
                var written = new StringBuilder();
                body(scope, written);
                Loop.Bind(scope, names, written.ToString());
            };
        }

        var value = _expressions.Tuple();
        Close();
        return (scope, _) =>
        {
            scope.Step();
            if (member is null)
                Loop.Bind(scope, names, value(scope));
            else if (scope[names[0]] is OrderedDictionary<string, object?> space)
                space[member] = value(scope);
            else
                throw new TemplateException($"'{names[0]}' is no namespace");
        };
    }

    private Statement Macro()
    {
        var name = _reader.Require(TemplateTokenKind.Name);
        var parameters = new List<(string Name, Func<Scope, object?>? Default)>();
        _reader.Require("(");
        while (!_reader.Skip(")"))
        {
            parameters.Add((_reader.Require(TemplateTokenKind.Name), _reader.Skip("=") ? _expressions.Parse() : null));
            if (!_reader.Is(")"))
                _reader.Require(",");
        }

        Close();
        var body = Body("endmacro");
        Require("endmacro");
        return (scope, _) => scope[name] = (Callable)((given, named) =>
        {
            var inner = new Scope(scope);
            for (var i = 0; i < parameters.Count; i++)
                inner[parameters[i].Name] = i < given.Count ? given[i] : named.TryGetValue(parameters[i].Name, out var value) ? value : parameters[i].Default is { } usual ? usual(inner) : Undefined.Value;
            var written = new StringBuilder();
            inner.Step();
            body(inner, written);
            return written.ToString();
        });
    }
}
