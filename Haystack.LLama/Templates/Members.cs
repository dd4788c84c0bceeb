using System.Globalization;

namespace Haystack.LLama.Templates;

/// <summary>What stands behind a dot or in brackets: members, items, pieces, and methods of texts, lists and dictionaries.</summary>
internal static class Members
{
    /// <summary>The member of a value.</summary>
    public static object? Of(object? value, string name) => value switch
    {
        OrderedDictionary<string, object?> members when members.TryGetValue(name, out var member) => member,
        OrderedDictionary<string, object?> members => OfDictionary(members, name),
        string text => OfText(text, name),
        List<object?> items => OfList(items, name),
        Undefined => throw new TemplateException($"'{name}' is asked of what is not there"),
        _ => Undefined.Value,
    };

    /// <summary>The item of a value.</summary>
    public static object? At(object? value, object? index) => (value, index) switch
    {
        (OrderedDictionary<string, object?> members, string name) => members.TryGetValue(name, out var member) ? member : Undefined.Value,
        (List<object?> items, long at) => Math.Abs(at) <= items.Count && at < items.Count ? items[(int)(at < 0 ? at + items.Count : at)] : Undefined.Value,
        (string text, long at) => Math.Abs(at) <= text.Length && at < text.Length ? text[(int)(at < 0 ? at + text.Length : at)].ToString() : Undefined.Value,
        (Undefined, _) => throw new TemplateException("an item is asked of what is not there"),
        _ => Undefined.Value,
    };

    /// <summary>A piece of a value.</summary>
    public static object? Slice(object? value, object? from, object? to, object? step)
    {
        var every = step is null ? 1 : Values.Whole(step);
        if (every == 0)
            throw new TemplateException("a step of zero");
        var items = value is string text ? [.. text.Select(c => (object?)c.ToString())] : Values.Items(value);
        var (least, most) = every > 0 ? (0, items.Count) : (-1, items.Count - 1);
        var begin = Place(from, every > 0 ? 0 : items.Count - 1);
        var end = to is null ? every > 0 ? items.Count : -1 : Place(to, 0);
        var taken = new List<object?>();
        for (var i = begin; every > 0 ? i < end : i > end; i += every)
            taken.Add(items[(int)i]);
        return value is string ? string.Concat(taken.Cast<string>()) : taken;

        long Place(object? at, long otherwise) =>
            at is null ? otherwise : Math.Clamp(Values.Whole(at) is var place && place < 0 ? place + items.Count : place, least, most);
    }

    private static object? OfDictionary(OrderedDictionary<string, object?> members, string name) => name switch
    {
        "items" => Method((_, _) => members.Select(m => (object?)new List<object?> { m.Key, m.Value }).ToList()),
        "keys" => Method((_, _) => members.Keys.Select(k => (object?)k).ToList()),
        "values" => Method((_, _) => members.Values.ToList()),
        "get" => Method((given, _) => given.Count > 0 && members.TryGetValue(Values.Text(given[0]), out var value) ? value : given.Count > 1 ? given[1] : null),
        _ => Undefined.Value,
    };

    private static object? OfList(List<object?> items, string name) => name switch
    {
        "append" => Method((given, _) => Done(() => items.Add(given[0]))),
        "extend" => Method((given, _) => Done(() => items.AddRange(Values.Items(given[0]).ToArray()))),
        "insert" => Method((given, _) => Done(() => items.Insert((int)Math.Clamp(Values.Whole(given[0]), 0, items.Count), given[1]))),
        "index" => Method((given, _) => items.FindIndex(i => Values.AreEqual(i, given[0])) is var at and >= 0 ? (long)at : throw new TemplateException("index: it is not in the list")),
        "count" => Method((given, _) => (long)items.Count(i => Values.AreEqual(i, given[0]))),
        "pop" => Method((given, _) => Pop(items, given.Count > 0 ? Values.Whole(given[0]) : -1)),
        _ => Undefined.Value,
    };

    private static object? OfText(string text, string name) => name switch
    {
        "strip" => Method((given, _) => Strip(text, given, left: true, right: true)),
        "lstrip" => Method((given, _) => Strip(text, given, left: true, right: false)),
        "rstrip" => Method((given, _) => Strip(text, given, left: false, right: true)),
        "upper" => Method((_, _) => text.ToUpperInvariant()),
        "lower" => Method((_, _) => text.ToLowerInvariant()),
        "title" => Method((_, _) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant())),
        "capitalize" => Method((_, _) => Capitalized(text)),
        "startswith" => Method((given, _) => Any(given, part => text.StartsWith(part, StringComparison.Ordinal))),
        "endswith" => Method((given, _) => Any(given, part => text.EndsWith(part, StringComparison.Ordinal))),
        "split" => Method((given, _) => Split(text, given, fromRight: false)),
        "rsplit" => Method((given, _) => Split(text, given, fromRight: true)),
        "splitlines" => Method((_, _) => text.TrimEnd('\n').Split('\n').Select(l => (object?)l).ToList()),
        "replace" => Method((given, _) => Values.Text(given[0]) is { Length: > 0 } part ? text.Replace(part, Values.Text(given[1]), StringComparison.Ordinal) : text),
        "find" => Method((given, _) => (long)text.IndexOf(Values.Text(given[0]), StringComparison.Ordinal)),
        "count" => Method((given, _) => (long)(Values.Text(given[0]) is { Length: > 0 } part ? text.Split(part).Length - 1 : text.Length + 1)),
        "join" => Method((given, _) => string.Join(text, Values.Items(given[0]).Select(Values.Text))),
        "removeprefix" => Method((given, _) => Values.Text(given[0]) is var part && text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : text),
        "removesuffix" => Method((given, _) => Values.Text(given[0]) is var part && text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : text),
        "isdigit" => Method((_, _) => text.Length > 0 && text.All(char.IsDigit)),
        "isalpha" => Method((_, _) => text.Length > 0 && text.All(char.IsLetter)),
        "isspace" => Method((_, _) => text.Length > 0 && text.All(char.IsWhiteSpace)),
        _ => Undefined.Value,
    };

    /// <summary>The first letter large, the others small.</summary>
    public static string Capitalized(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static Callable Method(Func<IReadOnlyList<object?>, IReadOnlyDictionary<string, object?>, object?> method) => (given, named) =>
    {
        try
        {
            return method(given, named);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new TemplateException("a method is called with too few arguments");
        }
    };

    private static object? Done(Action act)
    {
        act();
        return null;
    }

    private static object? Pop(List<object?> items, long at)
    {
        var place = (int)(at < 0 ? at + items.Count : at);
        if (place < 0 || place >= items.Count)
            throw new TemplateException("pop: there is no such item");
        var item = items[place];
        items.RemoveAt(place);
        return item;
    }

    private static bool Any(IReadOnlyList<object?> given, Func<string, bool> holds) =>
        given[0] is List<object?> several ? several.Exists(p => holds(Values.Text(p))) : holds(Values.Text(given[0]));

    private static string Strip(string text, IReadOnlyList<object?> given, bool left, bool right)
    {
        var characters = given.Count > 0 && given[0] is string some ? some.ToCharArray() : null;
        var stripped = left ? text.TrimStart(characters) : text;
        return right ? stripped.TrimEnd(characters) : stripped;
    }

    private static List<object?> Split(string text, IReadOnlyList<object?> given, bool fromRight)
    {
        var most = given.Count > 1 ? Values.Whole(given[1]) : -1;
        if (given.Count == 0 || given[0] is null)
            return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        if (given[0] is not string { Length: > 0 } mark)
            throw new TemplateException("a text is split at nothing");
        var parts = text.Split(mark).ToList();
        if (most < 0 || most >= parts.Count - 1)
            return [.. parts];
        return fromRight
            ? [string.Join(mark, parts.Take(parts.Count - (int)most)), .. parts.Skip(parts.Count - (int)most)]
            : [.. parts.Take((int)most), string.Join(mark, parts.Skip((int)most))];
    }
}
