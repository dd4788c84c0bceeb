using System.Collections;
using System.Globalization;
using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>
/// What values mean in a template: <c>null</c> (None), <see cref="Undefined"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, lists, dictionaries with names in their order, and <see cref="Callable"/>.
/// </summary>
internal static class Values
{
    /// <summary>Longer no prompt's template makes a text; what is read is the document, given as a value.</summary>
    private const int LongestProduct = 1 << 20;

    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        ICollection items => items.Count > 0,
        _ => true,
    };

    /// <summary>As it is printed.</summary>
    public static string Text(object? value) => value switch
    {
        Undefined => "",
        string text => text,
        _ => Written(value),
    };

    /// <summary>As Python writes it.</summary>
    public static string Written(object? value) => value switch
    {
        null => "None",
        Undefined => "Undefined",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number == Math.Floor(number) && Math.Abs(number) < 1e16 ? number.ToString("0.0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        string text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}'",
        OrderedDictionary<string, object?> members => $"{{{string.Join(", ", members.Select(m => $"{Written(m.Key)}: {Written(m.Value)}"))}}}",
        List<object?> items => $"[{string.Join(", ", items.Select(Written))}]",
        _ => throw new TemplateException("a function is printed"),
    };

    /// <summary>The items that a loop goes through.</summary>
    public static List<object?> Items(object? value) => value switch
    {
        List<object?> items => items,
        OrderedDictionary<string, object?> members => [.. members.Keys],
        string text => [.. text.EnumerateRunes().Select(r => (object?)r.ToString())],
        Undefined => [],
        _ => throw new TemplateException($"a loop goes through {Written(value)}"),
    };

    /// <summary>Whether two values are equal.</summary>
    public static bool AreEqual(object? one, object? other) => (one, other) switch
    {
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(p => AreEqual(p.First, p.Second)),
        (OrderedDictionary<string, object?> a, OrderedDictionary<string, object?> b) => a.Count == b.Count && a.All(m => b.TryGetValue(m.Key, out var value) && AreEqual(m.Value, value)),
        _ when Number(one) is { } a && Number(other) is { } b => a == b,
        _ => Equals(one, other),
    };

    /// <summary>What a comparison says.</summary>
    public static bool Compare(string name, object? one, object? other) => name switch
    {
        "==" => AreEqual(one, other),
        "!=" => !AreEqual(one, other),
        "in" => Contains(other, one),
        "not in" => !Contains(other, one),
        _ => name switch { "<" => Order(one, other) < 0, ">" => Order(one, other) > 0, "<=" => Order(one, other) <= 0, _ => Order(one, other) >= 0 },
    };

    /// <summary>Which of two values comes first.</summary>
    public static int Order(object? one, object? other) => (one, other) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        _ when Number(one) is { } a && Number(other) is { } b => a.CompareTo(b),
        _ => throw new TemplateException($"{Written(one)} is compared with {Written(other)}"),
    };

    /// <summary>What an operator makes of two values.</summary>
    public static object? Calculate(string name, object? one, object? other)
    {
        switch (name, one, other)
        {
            case ("+", string a, string b):
                return a + b;
            case ("+", List<object?> a, List<object?> b):
                return new List<object?>([.. a, .. b]);
            case ("*", string text, long count):
                if (text.Length * Math.Max(0, count) > LongestProduct)
                    throw new TemplateException("a text is made without end");
                return new StringBuilder().Insert(0, text, (int)Math.Max(0, count)).ToString();
            case ("%", string, _):
                throw new TemplateException("the operator % on a text is not known here");
        }

        if (Number(one) is not { } x || Number(other) is not { } y)
            throw new TemplateException($"{Written(one)} {name} {Written(other)} is nothing");
        if (name is "/" or "//" or "%" && y == 0)
            throw new TemplateException("a division by zero");
        var result = name switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "//" => Math.Floor(x / y),
            "%" => x - (y * Math.Floor(x / y)),
            _ => Math.Pow(x, y),
        };
        return name != "/" && one is not double && other is not double && Math.Abs(result) < 1L << 53 ? (object)(long)result : result;
    }

    /// <summary>A value as a number; null where it is none.</summary>
    public static double? Number(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        double number => number,
        _ => null,
    };

    /// <summary>A value as a whole number.</summary>
    public static long Whole(object? value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateException($"{Written(value)} stands where a whole number should"),
    };

    private static bool Contains(object? all, object? one) => all switch
    {
        string text when one is string part => text.Contains(part, StringComparison.Ordinal),
        OrderedDictionary<string, object?> members => one is string name && members.ContainsKey(name),
        List<object?> items => items.Exists(i => AreEqual(i, one)),
        Undefined => false,
        _ => throw new TemplateException($"something is looked for in {Written(all)}"),
    };
}
