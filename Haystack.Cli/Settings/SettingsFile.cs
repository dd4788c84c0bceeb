using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Haystack.Cli.Settings;

/// <summary>Settings from outside the command line: <c>HAYSTACK_…</c> variables, then <c>haystack.yaml</c> in the working directory.</summary>
internal sealed class SettingsFile
{
    private const string FileName = "haystack.yaml";
    private const int MostBytes = 1 << 20;

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _sections;

    private SettingsFile(IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> sections) =>
        (_values, _sections) = (values, sections);

    /// <summary>Reads the file where there is one.</summary>
    /// <exception cref="HaystackException">It is not a map of names to values, lists and known sections.</exception>
    public static SettingsFile Load()
    {
        if (!File.Exists(FileName))
            return new SettingsFile(new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>());
        try
        {
            var text = InputFile.ReadAllText(FileName, MostBytes);
            var read = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>?>(text) ?? [];
            var sections = read.Where(v => IsSection(v.Key)).ToDictionary(v => v.Key, v => (IReadOnlyDictionary<string, string>)Section(v.Key, v.Value));
            return new SettingsFile(read.Where(v => !IsSection(v.Key)).ToDictionary(v => v.Key, v => Value(v.Key, v.Value)), sections);
        }
        catch (YamlException e)
        {
            throw new HaystackException($"{FileName}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>The value of an option such as <c>--max-ctx</c>: HAYSTACK_MAX_CTX, then <c>max-ctx</c> of the file; null without either.</summary>
    public string? Find(string option)
    {
        var name = option.TrimStart('-');
        var variable = "HAYSTACK_" + name.ToUpperInvariant().Replace('-', '_');
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : _values.GetValueOrDefault(name);
    }

    /// <summary>The value of an option in a section: HAYSTACK_GATE_MIN_ACCURACY, then <c>min-accuracy</c> under <c>gate</c>.</summary>
    public string? Find(string section, string option)
    {
        var name = option.TrimStart('-');
        var variable = $"HAYSTACK_{section}_{name}".ToUpperInvariant().Replace('-', '_');
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
            : _sections.TryGetValue(section, out var values) ? values.GetValueOrDefault(name) : null;
    }

    /// <summary>Refuses names that no option has.</summary>
    /// <exception cref="HaystackException">There is such a name.</exception>
    public void RequireKnown(IEnumerable<string> options) => RequireKnown(_values, options, "");

    /// <summary>The same for a section.</summary>
    /// <exception cref="HaystackException">There is such a name.</exception>
    public void RequireKnown(string section, IEnumerable<string> options)
    {
        if (_sections.TryGetValue(section, out var values))
            RequireKnown(values, options, $" under '{section}'");
    }

    private static void RequireKnown(IReadOnlyDictionary<string, string> values, IEnumerable<string> options, string where)
    {
        var known = options.Select(o => o.TrimStart('-')).ToHashSet(StringComparer.Ordinal);
        if (values.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
            throw new HaystackException($"{FileName}: there is no setting '{unknown}'{where}");
    }

    private static bool IsSection(string name) => name is "gate";

    private static Dictionary<string, string> Section(string name, object? value) => value switch
    {
        null => [],
        Dictionary<object, object> map => map.ToDictionary(v => $"{v.Key}", v => Value($"{name}: {v.Key}", v.Value)),
        _ => throw new HaystackException($"{FileName}: '{name}' is not a section of names and values"),
    };

    private static string Value(string name, object? value) => value switch
    {
        string text => text,
        List<object> list => string.Join(',', list),
        _ => throw new HaystackException($"{FileName}: '{name}' is neither a value nor a list"),
    };
}
