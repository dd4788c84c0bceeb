namespace Haystack.LLama.Templates;

/// <summary>What a loop's body is told.</summary>
internal static class Loop
{
    /// <summary>A scope in which the loop's names stand for an item.</summary>
    public static Scope Bound(Scope outer, List<string> names, object? item)
    {
        outer.Step();
        var scope = new Scope(outer);
        Bind(scope, names, item);
        return scope;
    }

    /// <summary>Lets names stand for a value, several for its items.</summary>
    public static void Bind(Scope scope, List<string> names, object? value)
    {
        if (names.Count == 1)
        {
            scope[names[0]] = value;
            return;
        }

        var items = Values.Items(value);
        if (items.Count != names.Count)
            throw new TemplateException($"{names.Count} names stand for {items.Count} values");
        for (var i = 0; i < items.Count; i++)
            scope[names[i]] = items[i];
    }

    /// <summary>The value of <c>loop</c>.</summary>
    public static OrderedDictionary<string, object?> At(List<object?> items, int at) => new()
    {
        ["index"] = at + 1L,
        ["index0"] = (long)at,
        ["revindex"] = (long)items.Count - at,
        ["revindex0"] = items.Count - at - 1L,
        ["first"] = at == 0,
        ["last"] = at == items.Count - 1,
        ["length"] = (long)items.Count,
        ["previtem"] = at > 0 ? items[at - 1] : Undefined.Value,
        ["nextitem"] = at < items.Count - 1 ? items[at + 1] : Undefined.Value,
        ["cycle"] = (Callable)((given, _) => given.Count > 0 ? given[at % given.Count] : Undefined.Value),
    };
}
