namespace Haystack.LLama.Templates;

/// <summary>What a value can be asked to be: <c>is defined</c> and its like.</summary>
internal static class ValueTests
{
    private static readonly Dictionary<string, Func<object?, bool>> Plain = new(StringComparer.Ordinal)
    {
        ["defined"] = v => v is not Undefined,
        ["undefined"] = v => v is Undefined,
        ["none"] = v => v is null,
        ["string"] = v => v is string,
        ["number"] = v => v is long or double,
        ["integer"] = v => v is long,
        ["float"] = v => v is double,
        ["boolean"] = v => v is bool,
        ["true"] = v => v is true,
        ["false"] = v => v is false,
        ["mapping"] = v => v is OrderedDictionary<string, object?>,
        ["iterable"] = v => v is string or List<object?> or OrderedDictionary<string, object?> or Undefined,
        ["sequence"] = v => v is string or List<object?> or OrderedDictionary<string, object?>,
        ["callable"] = v => v is Callable,
        ["odd"] = v => Math.Abs(Values.Whole(v) % 2) == 1,
        ["even"] = v => Values.Whole(v) % 2 == 0,
        ["lower"] = v => Values.Text(v) is var text && text.Any(char.IsLetter) && !text.Any(char.IsUpper),
        ["upper"] = v => Values.Text(v) is var text && text.Any(char.IsLetter) && !text.Any(char.IsLower),
    };

    private static readonly Dictionary<string, Func<object?, object?, bool>> WithOne = new(StringComparer.Ordinal)
    {
        ["equalto"] = Values.AreEqual,
        ["eq"] = Values.AreEqual,
        ["=="] = Values.AreEqual,
        ["ne"] = (a, b) => !Values.AreEqual(a, b),
        ["!="] = (a, b) => !Values.AreEqual(a, b),
        ["in"] = (a, b) => Values.Compare("in", a, b),
        ["lt"] = (a, b) => Values.Order(a, b) < 0,
        ["gt"] = (a, b) => Values.Order(a, b) > 0,
        ["le"] = (a, b) => Values.Order(a, b) <= 0,
        ["ge"] = (a, b) => Values.Order(a, b) >= 0,
        ["sameas"] = (a, b) => a is string or long or double or bool or null ? Values.AreEqual(a, b) && a?.GetType() == b?.GetType() : ReferenceEquals(a, b),
        ["divisibleby"] = (a, b) => Values.Whole(b) is not 0 and var by && Values.Whole(a) % by == 0,
        ["startingwith"] = (a, b) => Values.Text(a).StartsWith(Values.Text(b), StringComparison.Ordinal),
        ["containing"] = (a, b) => Values.Compare("in", b, a),
    };

    /// <summary>Whether a test is known.</summary>
    public static bool Has(string name) => Plain.ContainsKey(name) || WithOne.ContainsKey(name);

    /// <summary>Whether it compares with another value.</summary>
    public static bool TakesOne(string name) => WithOne.ContainsKey(name);

    /// <summary>Whether a value passes.</summary>
    public static bool Holds(string name, object? value, IReadOnlyList<object?> given) => Plain.TryGetValue(name, out var plain)
        ? plain(value)
        : given.Count > 0 ? WithOne[name](value, given[0]) : throw new TemplateException($"the test '{name}' compares with nothing");
}
