using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Haystack.Cli.Settings;

/// <summary>Settings from outside the command line: <c>HAYSTACK_…</c> variables, then <c>haystack.yaml</c> in the working directory.</summary>
internal sealed class SettingsFile
{
    private const string FileName = "haystack.yaml";

    private readonly IReadOnlyDictionary<string, string> _values;

    private SettingsFile(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>Reads the file where there is one.</summary>
    /// <exception cref="HaystackException">It is not a flat map of names to values.</exception>
    public static SettingsFile Load()
    {
        if (!File.Exists(FileName))
            return new SettingsFile(new Dictionary<string, string>());
        try
        {
            using var reader = File.OpenText(FileName);
            var read = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>?>(reader) ?? [];
            return new SettingsFile(read.ToDictionary(v => v.Key, v => v.Value switch
            {
                string text => text,
                List<object> list => string.Join(',', list),
                _ => throw new HaystackException($"{FileName}: '{v.Key}' is neither a value nor a list"),
            }));
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

    /// <summary>Refuses names that no option has.</summary>
    /// <exception cref="HaystackException">There is such a name.</exception>
    public void RequireKnown(IEnumerable<string> options)
    {
        var known = options.Select(o => o.TrimStart('-')).ToHashSet(StringComparer.Ordinal);
        if (_values.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
            throw new HaystackException($"{FileName}: there is no setting '{unknown}'");
    }
}
