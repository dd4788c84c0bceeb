using System.Globalization;

namespace Haystack.LLama.Templates;

/// <content>Names, literals, and what is hung on them: members, calls, filters and tests.</content>
internal sealed partial class ExpressionParser
{
    private Func<Scope, object?> Primary()
    {
        var token = reader.Take();
        switch (token.Kind)
        {
            case TemplateTokenKind.String:
                var text = token.Text;
                while (reader.Next.Kind == TemplateTokenKind.String)
                    text += reader.Take().Text;
                return _ => text;
            case TemplateTokenKind.Number:
                object number = token.Text.Contains('.', StringComparison.Ordinal) || !long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                    ? double.Parse(token.Text, CultureInfo.InvariantCulture) : (object)whole;
                return _ => number;
            case TemplateTokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => static _ => true,
                    "false" or "False" => static _ => false,
                    "none" or "None" => static _ => null,
                    var name => s => s[name],
                };
            case TemplateTokenKind.Operator when token.Text == "(":
                if (reader.Skip(")"))
                    return static _ => new List<object?>();
                var inner = Tuple();
                reader.Require(")");
                return inner;
            case TemplateTokenKind.Operator when token.Text == "[":
                var items = new List<Func<Scope, object?>>();
                while (!reader.Skip("]"))
                {
                    items.Add(Parse());
                    if (!reader.Is("]"))
                        reader.Require(",");
                }

                return s => items.ConvertAll(i => i(s));
            case TemplateTokenKind.Operator when token.Text == "{":
                return Dictionary();
            default:
                throw reader.Wrong($"'{token.Text}' begins no expression");
        }
    }

    private Func<Scope, object?> Dictionary()
    {
        var members = new List<(Func<Scope, object?> Key, Func<Scope, object?> Value)>();
        while (!reader.Skip("}"))
        {
            var key = Parse();
            reader.Require(":");
            members.Add((key, Parse()));
            if (!reader.Is("}"))
                reader.Require(",");
        }

        return s =>
        {
            var made = new OrderedDictionary<string, object?>();
            foreach (var (key, value) in members)
                made[Values.Text(key(s))] = value(s);
            return made;
        };
    }

    private Func<Scope, object?> Postfix(Func<Scope, object?> value)
    {
        while (true)
        {
            var of = value;
            if (reader.Skip("."))
            {
                var name = reader.Next.Kind == TemplateTokenKind.Number ? reader.Take().Text : reader.Require(TemplateTokenKind.Name);
                value = s => Members.Of(of(s), name);
            }
            else if (reader.Skip("["))
            {
                value = Subscript(of);
            }
            else if (reader.Is("("))
            {
                var arguments = Arguments();
                value = s =>
                {
                    var (given, named) = arguments(s);
                    return of(s) is Callable callable ? s.Call(callable, given, named) : throw new TemplateException("something is called that is no function");
                };
            }
            else
            {
                return value;
            }
        }
    }

    private Func<Scope, object?> Subscript(Func<Scope, object?> of)
    {
        Func<Scope, object?>? from = reader.Is(":") ? null : Parse();
        if (reader.Skip("]"))
            return s => Members.At(of(s), from!(s));
        reader.Require(":");
        Func<Scope, object?>? to = reader.Is(":") || reader.Is("]") ? null : Parse();
        Func<Scope, object?>? step = reader.Skip(":") && !reader.Is("]") ? Parse() : null;
        reader.Require("]");
        return s => Members.Slice(of(s), from?.Invoke(s), to?.Invoke(s), step?.Invoke(s));
    }

    private Func<Scope, (List<object?> Given, Dictionary<string, object?> Named)> Arguments()
    {
        var (given, named) = (new List<Func<Scope, object?>>(), new List<(string Name, Func<Scope, object?> Value)>());
        reader.Require("(");
        while (!reader.Skip(")"))
        {
            if (reader.Next.Kind == TemplateTokenKind.Name && reader.After is { Kind: TemplateTokenKind.Operator, Text: "=" })
            {
                var name = reader.Take().Text;
                reader.Take();
                named.Add((name, Parse()));
            }
            else
            {
                given.Add(Parse());
            }

            if (!reader.Is(")"))
                reader.Require(",");
        }

        return s => (given.ConvertAll(g => g(s)), named.ToDictionary(n => n.Name, n => n.Value(s), StringComparer.Ordinal));
    }

    private Func<Scope, object?> Filtered(Func<Scope, object?> value)
    {
        while (true)
        {
            var of = value;
            if (reader.Skip("|"))
            {
                var name = reader.Require(TemplateTokenKind.Name);
                if (!Filters.Has(name))
                    throw reader.Wrong($"the filter '{name}' is not known here");
                var arguments = reader.Is("(") ? Arguments() : null;
                value = s => arguments?.Invoke(s) is var (given, named) ? Filters.Apply(name, of(s), given, named) : Filters.Apply(name, of(s), [], new Dictionary<string, object?>());
            }
            else if (reader.Skip("is"))
            {
                value = Test(of);
            }
            else
            {
                return value;
            }
        }
    }

    private Func<Scope, object?> Test(Func<Scope, object?> of)
    {
        var isNot = reader.Skip("not");
        var name = reader.Take().Text;
        if (!ValueTests.Has(name))
            throw reader.Wrong($"the test '{name}' is not known here");
        Func<Scope, (List<object?> Given, Dictionary<string, object?> Named)>? arguments = null;
        if (reader.Is("("))
        {
            arguments = Arguments();
        }
        else if (ValueTests.TakesOne(name) && (reader.Next.Kind is TemplateTokenKind.String or TemplateTokenKind.Number or TemplateTokenKind.Name || reader.Is("[")))
        {
            var one = Postfix(Primary());
            arguments = s => ([one(s)], []);
        }

        return s => ValueTests.Holds(name, of(s), arguments?.Invoke(s).Given ?? []) != isNot;
    }
}
