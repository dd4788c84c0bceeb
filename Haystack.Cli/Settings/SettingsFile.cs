using System.CommandLine;
using Haystack.Cli.Rendering;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Haystack.Cli.Settings;

/// <summary>Settings from outside the command line: <c>HAYSTACK_…</c> variables, then the file that <c>--config</c> names, or <c>haystack.yaml</c> in the working directory.</summary>
internal sealed class SettingsFile
{
    private const string FileName = "haystack.yaml";
    private const int MostBytes = 1 << 18;

    /// <summary>Variables that say where things lie and who sits there: no option of the same name is read from them.</summary>
    private static readonly string[] Surroundings = ["HAYSTACK_CACHE", "HAYSTACK_DATA", "HAYSTACK_REVIEWER"];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _sections;

    private SettingsFile(IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> sections) =>
        (_values, _sections) = (values, sections);

    /// <summary>The option that names a file.</summary>
    public static Option<string?> Option() => new("--config")
    {
        HelpName = "FILE",
        Description = "Settings from this file, with full authority (default: haystack.yaml in the working directory, which may name no server, key or output unless `haystack config trust` said so).",
    };

    /// <summary>Reads the file that the user named, or the one that lies in the working directory; says on stderr what comes from it.</summary>
    /// <exception cref="HaystackException">It is not a map of names to values, lists and known sections; or it was only found, and says what it may not.</exception>
    public static SettingsFile Load(string? named)
    {
        if (named is null && FileKinds.Of(FileName) == FileKind.None)
            return new SettingsFile(new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>());
        var (file, text) = Parse(named ?? FileName);
        var path = Path.GetFullPath(named ?? FileName);
        var isTrusted = named is not null || TrustedSettings.OfTheUser().Contains(path, text);
        if (!isTrusted)
            file.RequireHarmless(Path.GetDirectoryName(path)!);
        if (file.All().Any())
            Console.Error.WriteLine(TerminalText.CleanLine($"settings from {path} ({(named is not null ? "named" : isTrusted ? "trusted" : "found")}): {string.Join(", ", file.All().Select(s => s.Shown))}"));
        return file;
    }

    /// <summary>Trusts a file as it is now.</summary>
    /// <returns>What it sets.</returns>
    /// <exception cref="HaystackException">There is none, or it is no settings file.</exception>
    public static IReadOnlyList<string> Trust(string? named)
    {
        var (file, text) = Parse(named ?? FileName);
        TrustedSettings.OfTheUser().Add(named ?? FileName, text);
        return [.. file.All().Select(s => $"{s.Shown}: {s.Value}")];
    }

    private static (SettingsFile File, string Text) Parse(string path)
    {
        var text = InputFile.ReadAllText(path, MostBytes);
        return (Read(text, path), text);
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="HaystackException">It is not a map of names to values, lists and known sections.</exception>
    internal static SettingsFile Read(string text, string path)
    {
        try
        {
            PlainYaml.Require(text);
#pragma warning disable RS0030 // The one place where settings are read.
            var read = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>?>(text) ?? [];
#pragma warning restore RS0030
            if (read.Keys.Any(k => k.Any(char.IsControl)))
                throw new HaystackException($"{path}: the name of a setting holds a control character or a break of line");
            var sections = read.Where(v => IsSection(v.Key)).ToDictionary(v => v.Key, v => (IReadOnlyDictionary<string, string>)Section(v.Key, v.Value));
            return new SettingsFile(read.Where(v => !IsSection(v.Key)).ToDictionary(v => v.Key, v => Value(v.Key, v.Value)), sections);
        }
        catch (YamlException e)
        {
            throw new HaystackException($"{path}, line {e.Start.Line}: {(e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ")}", e);
        }
    }

    private IEnumerable<(string Name, string Value, string Shown)> All() =>
        _values.Select(v => (v.Key, v.Value, v.Key)).Concat(_sections.SelectMany(s => s.Value.Select(v => (v.Key, v.Value, $"{s.Key}: {v.Key}"))));

    /// <summary>Refuses what a file may not say that was only found.</summary>
    /// <exception cref="HaystackException">It says such a thing.</exception>
    internal void RequireHarmless(string folder)
    {
        foreach (var (name, value, shown) in All())
        {
            if (FoundSettings.Fault(name, value, folder) is { } fault)
                throw new HaystackException($"{FileName} was only found here, and '{shown}' {fault}: look at the file, then trust it (`haystack config trust`) or name it (--config {FileName})");
        }
    }

    /// <summary>The value of an option such as <c>--max-ctx</c>: HAYSTACK_MAX_CTX (HAYSTACK_OPTION_CACHE for <c>--cache</c>, as HAYSTACK_CACHE is a folder), then <c>max-ctx</c> of the file; null without either.</summary>
    public string? Find(string option)
    {
        var name = option.TrimStart('-');
        var variable = "HAYSTACK_" + name.ToUpperInvariant().Replace('-', '_');
        if (Surroundings.Contains(variable))
            variable = variable.Replace("HAYSTACK_", "HAYSTACK_OPTION_", StringComparison.Ordinal);
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
        Dictionary<object, object> map when !map.Keys.Any(k => $"{k}".Any(char.IsControl)) => map.ToDictionary(v => $"{v.Key}", v => Value($"{name}: {v.Key}", v.Value)),
        _ => throw new HaystackException($"{FileName}: '{name}' is not a section of names and values"),
    };

    private static string Value(string name, object? value) => value switch
    {
        string text => text,
        List<object> list when list.TrueForAll(v => v is string) => string.Join(',', list),
        _ => throw new HaystackException($"{FileName}: '{name}' is neither a value nor a list"),
    };
}
