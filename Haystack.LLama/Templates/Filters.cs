using System.Globalization;

namespace Haystack.LLama.Templates;

/// <summary>The filters that chat templates use.</summary>
internal static class Filters
{
    private delegate object? Filter(object? value, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named);

    private static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["trim"] = (v, g, _) => Called(Values.Text(v), "strip", g),
        ["length"] = (v, _, _) => Length(v),
        ["count"] = (v, _, _) => Length(v),
        ["tojson"] = (v, g, n) => JsonText.Of(v, n.GetValueOrDefault("indent") ?? (g.Count > 0 ? g[0] : null)),
        ["upper"] = (v, _, _) => Values.Text(v).ToUpperInvariant(),
        ["lower"] = (v, _, _) => Values.Text(v).ToLowerInvariant(),
        ["title"] = (v, _, _) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Values.Text(v).ToLowerInvariant()),
        ["capitalize"] = (v, _, _) => Members.Capitalized(Values.Text(v)),
        ["string"] = (v, _, _) => Values.Text(v),
        ["safe"] = (v, _, _) => v,
        ["int"] = (v, g, _) => Whole(v) ?? (g.Count > 0 ? g[0] : 0L),
        ["float"] = (v, g, _) => Values.Number(v) ?? (double.TryParse(Values.Text(v), CultureInfo.InvariantCulture, out var number) ? number : g.Count > 0 ? g[0] : 0.0),
        ["abs"] = (v, _, _) => v is long whole ? (object)Math.Abs(whole) : Math.Abs(Values.Number(v) ?? 0),
        ["round"] = (v, g, _) => Math.Round(Values.Number(v) ?? 0, g.Count > 0 ? (int)Math.Clamp(Values.Whole(g[0]), 0, 15) : 0),
        ["list"] = (v, _, _) => new List<object?>(Values.Items(v)),
        ["items"] = (v, _, _) => v is Undefined ? new List<object?>() : ((Callable)Members.Of(v, "items")!)([], new Dictionary<string, object?>()),
        ["first"] = (v, _, _) => Values.Items(v) is { Count: > 0 } items ? items[0] : Undefined.Value,
        ["last"] = (v, _, _) => Values.Items(v) is { Count: > 0 } items ? items[^1] : Undefined.Value,
        ["reverse"] = (v, _, _) => v is string text ? string.Concat(text.Reverse()) : Enumerable.Reverse(Values.Items(v)).ToList(),
        ["unique"] = (v, _, _) => Unique(Values.Items(v)),
        ["sort"] = (v, _, n) => Sorted(v, n),
        ["sum"] = (v, _, _) => Values.Items(v).Aggregate((object?)0L, (all, one) => Values.Calculate("+", all, one)),
        ["min"] = (v, _, _) => Values.Items(v) is { Count: > 0 } items ? items.Aggregate((a, b) => Values.Order(b, a) < 0 ? b : a) : Undefined.Value,
        ["max"] = (v, _, _) => Values.Items(v) is { Count: > 0 } items ? items.Aggregate((a, b) => Values.Order(b, a) > 0 ? b : a) : Undefined.Value,
        ["join"] = (v, g, n) => string.Join(g.Count > 0 ? Values.Text(g[0]) : n.TryGetValue("d", out var mark) ? Values.Text(mark) : "", Values.Items(v).Select(Values.Text)),
        ["replace"] = (v, g, _) => Called(Values.Text(v), "replace", g),
        ["default"] = Default,
        ["d"] = Default,
        ["indent"] = Indent,
        ["dictsort"] = (v, _, _) => Values.Items(Called(v, "items", [])).OrderBy(m => (string)((List<object?>)m!)[0]!, StringComparer.OrdinalIgnoreCase).ToList(),
        ["map"] = Map,
        ["select"] = (v, g, _) => Chosen(v, null, g, 0, true),
        ["reject"] = (v, g, _) => Chosen(v, null, g, 0, false),
        ["selectattr"] = (v, g, _) => Chosen(v, Values.Text(g[0]), g, 1, true),
        ["rejectattr"] = (v, g, _) => Chosen(v, Values.Text(g[0]), g, 1, false),
    };

    /// <summary>Whether a filter is known.</summary>
    public static bool Has(string name) => All.ContainsKey(name);

    /// <summary>What a filter makes of a value.</summary>
    public static object? Apply(string name, object? value, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named) => All[name](value, given, named);

    private static object? Called(object? value, string method, IReadOnlyList<object?> given) =>
        Members.Of(value, method) is Callable callable ? callable(given, new Dictionary<string, object?>()) : throw new TemplateException($"{method} is asked of {Values.Written(value)}");

    private static long Length(object? value) => value is string text ? text.EnumerateRunes().Count() : value is OrderedDictionary<string, object?> members ? members.Count : Values.Items(value).Count;

    private static object? Whole(object? value) => value switch
    {
        double number => (long)number,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (object)number : null,
        _ => Values.Number(value) is { } number ? (object)(long)number : null,
    };

    private static object? Default(object? value, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named)
    {
        var alsoFalse = Values.IsTrue(given.Count > 1 ? given[1] : named.GetValueOrDefault("boolean"));
        return value is Undefined || (alsoFalse && !Values.IsTrue(value)) ? given.Count > 0 ? given[0] : named.GetValueOrDefault("default_value", "") : value;
    }

    private static string Indent(object? value, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named)
    {
        var width = given.Count > 0 ? given[0] : named.GetValueOrDefault("width", 4L);
        var blanks = width is string text ? text : new string(' ', (int)Math.Clamp(Values.Whole(width), 0, 64));
        var isFirstToo = Values.IsTrue(given.Count > 1 ? given[1] : named.GetValueOrDefault("first"));
        var lines = Values.Text(value).Split('\n');
        return string.Join('\n', lines.Select((l, i) => l.Length == 0 || (i == 0 && !isFirstToo) ? l : blanks + l));
    }

    private static List<object?> Map(object? value, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named)
    {
        if (named.TryGetValue("attribute", out var attribute))
            return Values.Items(value).ConvertAll(i => Members.Of(i, Values.Text(attribute)) is Undefined && named.TryGetValue("default", out var otherwise) ? otherwise : Members.Of(i, Values.Text(attribute)));
        var name = given.Count > 0 ? Values.Text(given[0]) : "";
        return Has(name) ? Values.Items(value).ConvertAll(i => Apply(name, i, [.. given.Skip(1)], new Dictionary<string, object?>())) : throw new TemplateException($"the filter '{name}' is not known here");
    }

    private static List<object?> Chosen(object? value, string? attribute, IReadOnlyList<object?> given, int at, bool isTaken)
    {
        var test = given.Count > at ? Values.Text(given[at]) : null;
        if (test is not null && !ValueTests.Has(test))
            throw new TemplateException($"the test '{test}' is not known here");
        return Values.Items(value).FindAll(i =>
        {
            var one = attribute is null ? i : Members.Of(i, attribute);
            return (test is null ? Values.IsTrue(one) : ValueTests.Holds(test, one, [.. given.Skip(at + 1)])) == isTaken;
        });
    }

    private static List<object?> Unique(List<object?> items)
    {
        var kept = new List<object?>();
        foreach (var item in items)
        {
            if (!kept.Exists(k => Values.AreEqual(k, item)))
                kept.Add(item);
        }

        return kept;
    }

    private static List<object?> Sorted(object? value, IReadOnlyDictionary<string, object?> named)
    {
        Func<object?, object?> key = named.TryGetValue("attribute", out var attribute) ? i => Members.Of(i, Values.Text(attribute)) : i => i;
        var order = Comparer<object?>.Create((a, b) => a is string x && b is string y ? string.Compare(x, y, StringComparison.OrdinalIgnoreCase) : Values.Order(a, b));
        return Values.IsTrue(named.GetValueOrDefault("reverse")) ? [.. Values.Items(value).OrderByDescending(key, order)] : [.. Values.Items(value).OrderBy(key, order)];
    }
}
