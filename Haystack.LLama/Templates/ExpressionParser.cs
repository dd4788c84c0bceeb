namespace Haystack.LLama.Templates;

/// <summary>Makes functions of the expressions of a template.</summary>
internal sealed partial class ExpressionParser(TemplateReader reader)
{
    private const int MostDepth = 200;

    private static readonly string[] Comparisons = ["==", "!=", "<", ">", "<=", ">=", "in", "not"];

    private int _depth;

    /// <summary>A whole expression: <c>a if b else c</c> and all that binds closer.</summary>
    public Func<Scope, object?> Parse()
    {
        if (++_depth > MostDepth)
            throw reader.Wrong("an expression nested too deeply");
        var value = Or();
        while (reader.Skip("if"))
        {
            var (then, condition) = (value, Or());
            var otherwise = reader.Skip("else") ? Parse() : static _ => Undefined.Value;
            value = s => Values.IsTrue(condition(s)) ? then(s) : otherwise(s);
        }

        _depth--;
        return value;
    }

    /// <summary>An expression without a condition behind it, as a loop goes through.</summary>
    public Func<Scope, object?> Or()
    {
        var left = And();
        while (reader.Skip("or"))
        {
            var (one, other) = (left, And());
            left = s => one(s) is var value && Values.IsTrue(value) ? value : other(s);
        }

        return left;
    }

    /// <summary>An expression or several, with commas between: a tuple.</summary>
    public Func<Scope, object?> Tuple()
    {
        var first = Parse();
        if (!reader.Is(","))
            return first;
        var all = new List<Func<Scope, object?>> { first };
        while (reader.Skip(",") && reader.Next.Kind is not (TemplateTokenKind.BlockEnd or TemplateTokenKind.PrintEnd) && !reader.Is(")"))
            all.Add(Parse());
        return s => all.ConvertAll(v => v(s));
    }

    private Func<Scope, object?> And()
    {
        var left = Not();
        while (reader.Skip("and"))
        {
            var (one, other) = (left, Not());
            left = s => one(s) is var value && !Values.IsTrue(value) ? value : other(s);
        }

        return left;
    }

    private Func<Scope, object?> Not()
    {
        if (!reader.Skip("not"))
            return Compare();
        if (++_depth > MostDepth)
            throw reader.Wrong("an expression nested too deeply");
        var inner = Not();
        _depth--;
        return s => !Values.IsTrue(inner(s));
    }

    private Func<Scope, object?> Compare()
    {
        var left = Sum();
        Func<Scope, object?>? before = null;
        var last = left;
        while (Array.Exists(Comparisons, reader.Is) && (!reader.Is("not") || reader.After.Text == "in"))
        {
            var name = reader.Take().Text;
            if (name == "not")
            {
                reader.Take();
                name = "not in";
            }

            var (one, other, earlier) = (last, Sum(), before);
            last = other;
            before = s => (earlier is null || Values.IsTrue(earlier(s))) && Values.Compare(name, one(s), other(s));
        }

        return before ?? left;
    }

    private Func<Scope, object?> Sum()
    {
        var left = Joined();
        while (reader.Is("+") || reader.Is("-"))
        {
            var (name, one) = (reader.Take().Text, left);
            var other = Joined();
            left = s => Values.Calculate(name, one(s), other(s));
        }

        return left;
    }

    private Func<Scope, object?> Joined()
    {
        var left = Product();
        while (reader.Skip("~"))
        {
            var (one, other) = (left, Product());
            left = s => Values.Text(one(s)) + Values.Text(other(s));
        }

        return left;
    }

    private Func<Scope, object?> Product()
    {
        var left = Power();
        while (reader.Is("*") || reader.Is("/") || reader.Is("//") || reader.Is("%"))
        {
            var (name, one) = (reader.Take().Text, left);
            var other = Power();
            left = s => Values.Calculate(name, one(s), other(s));
        }

        return left;
    }

    private Func<Scope, object?> Power()
    {
        var left = Signed(hasFilters: true);
        while (reader.Skip("**"))
        {
            var (one, other) = (left, Signed(hasFilters: true));
            left = s => Values.Calculate("**", one(s), other(s));
        }

        return left;
    }

    private Func<Scope, object?> Signed(bool hasFilters)
    {
        if (++_depth > MostDepth)
            throw reader.Wrong("an expression nested too deeply");
        Func<Scope, object?> value;
        if (reader.Skip("-"))
        {
            var inner = Signed(hasFilters: false);
            value = s => Values.Calculate("-", 0L, inner(s));
        }
        else
        {
            value = reader.Skip("+") ? Signed(hasFilters: false) : Postfix(Primary());
        }

        _depth--;
        return hasFilters ? Filtered(value) : value;
    }
}
