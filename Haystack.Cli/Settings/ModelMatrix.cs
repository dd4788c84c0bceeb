using System.Globalization;
using Haystack.Inference;
using Haystack.Storage;

namespace Haystack.Cli.Settings;

/// <summary>
/// <c>matrix:</c> of a settings file: models times settings, as names of models. Every model of the list in its order, and of
/// each every combination of the settings in the order in which they are written, the last changing fastest.
/// </summary>
internal static class ModelMatrix
{
    /// <summary>The name in a settings file.</summary>
    public const string Name = "matrix";

    /// <summary>What it stands for.</summary>
    public const string Description =
        "Models times settings, in place of model: every other name is an option of a model's name (think, num_ctx …), or stands as {name} in it; default leaves the option out. One matrix, or a list of them.";

    /// <summary>The list of models in a matrix.</summary>
    public const string Models = "model";

    private const string LeftOut = "default";

    /// <summary>The names of models that a matrix, or a list of them, stands for.</summary>
    /// <param name="path">The settings file, for messages.</param>
    /// <param name="value">What stands under the name.</param>
    /// <exception cref="HaystackException">It is of another form, says what means nothing or the same model twice, or comes to too many.</exception>
    public static IReadOnlyList<string> Expand(string path, object? value)
    {
        var parts = value is List<object?> list ? list : [value];
        var names = new List<string>();
        foreach (var part in parts)
        {
            if (part is not Dictionary<object, object> map || map.Keys.Any(k => $"{k}".Any(char.IsControl)))
                throw Wrong(path, "is a map of model and settings to values, or a list of such maps");
            names.AddRange(One(path, map.Select(v => ($"{v.Key}", Values(path, $"{v.Key}", v.Value))).ToArray(), RunReader.MostModels - names.Count));
        }

        if (names.Count == 0)
            throw Wrong(path, "has no model");
        return names.GroupBy(n => ModelSpec.Parse(n).ToString(), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw Wrong(path, $"comes to '{twice.Key}' twice")
            : names;
    }

    private static string[] One(string path, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> map, int room)
    {
        var models = map.Where(m => m.Name == Models).SelectMany(m => m.Values).ToArray();
        var settings = map.Where(m => m.Name != Models).ToArray();
        if (models.Length == 0)
            throw Wrong(path, $"has no '{Models}', the list of models that the settings are for");
        if (settings.FirstOrDefault(s => s.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))).Name is { } odd)
            throw Wrong(path, $"has a setting '{odd}', which no model's name can have");
        var count = settings.Aggregate((double)models.Length, (product, s) => product * s.Values.Count);
        if (count > room)
            throw Wrong(path, string.Create(CultureInfo.InvariantCulture, $"comes to more than {RunReader.MostModels} models, the most that a run has"));
        return models.SelectMany(m => settings.Aggregate((IEnumerable<string>)[m], (made, s) => made.SelectMany(name => s.Values.Select(v => With(path, name, s.Name, v))))).Select(n => Finished(path, n)).ToArray();
    }

    private static string With(string path, string model, string setting, string value)
    {
        var place = $"{{{setting}}}";
        if (model.Contains(place, StringComparison.Ordinal))
            return value == LeftOut ? throw Wrong(path, $"leaves {place} of '{model}' empty: '{LeftOut}' is for options") : model.Replace(place, value, StringComparison.Ordinal);
        return value == LeftOut ? model : $"{model}{(model.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{setting}={value}";
    }

    // What is left in braces is a setting that was forgotten or misspelt.
    private static string Finished(string path, string model)
    {
        if (model.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && model.IndexOf('}', open) is > 0 and var close)
            throw Wrong(path, $"has no setting for {model[open..(close + 1)]} of '{model}'");
        try
        {
            ModelSpec.Parse(model);
            return model;
        }
        catch (HaystackException e)
        {
            throw new HaystackException($"{path}: '{Name}': {e.Message}", e);
        }
    }

    private static IReadOnlyList<string> Values(string path, string name, object? value)
    {
        IReadOnlyList<string> values = value switch
        {
            string one => [one],
            List<object> list when list.Count > 0 && list.TrueForAll(v => v is string) => [.. list.Cast<string>()],
            _ => throw Wrong(path, $"'{name}' is neither a value nor a list of values", ": "),
        };
        return values.FirstOrDefault(v => v.Contains(',', StringComparison.Ordinal) || v.Any(char.IsControl) || v.Length == 0) is { } odd
            ? throw Wrong(path, $"'{name}' has a value that is empty, or has a comma or a control character in it ({odd.Length} characters)", ": ")
            : values.Distinct(StringComparer.Ordinal).Count() < values.Count ? throw Wrong(path, $"'{name}' has a value twice", ": ") : values;
    }

    private static HaystackException Wrong(string path, string what, string joined = " ") => new($"{path}: '{Name}'{joined}{what}");
}
