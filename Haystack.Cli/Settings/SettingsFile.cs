using System.CommandLine;
using Haystack.Cli.Rendering;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Haystack.Cli.Settings;

/// <summary>Settings from outside the command line: <c>HAYSTACK_…</c> variables, then the file that <c>--config</c> names, or <c>haystack.yaml</c> in the working directory.</summary>
internal sealed class SettingsFile
{
    /// <summary>The name that is looked for first.</summary>
    public const string FileName = "haystack.yaml";

    private const string OtherName = "haystack.yml";
    private const int MostBytes = 1 << 18;

    /// <summary>Variables that say where things lie and who sits there: no option of the same name is read from them.</summary>
    private static readonly string[] Surroundings = ["HAYSTACK_CACHE", "HAYSTACK_DATA", "HAYSTACK_REVIEWER"];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _sections;
    private readonly string _path;

    // The models of a matrix stand among the values as if they had been written out, and are told by their origin.
    private readonly bool _hasMatrix;

    private SettingsFile(string path, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> sections, bool hasMatrix = false) =>
        (_path, _values, _sections, _hasMatrix) = (path, values, sections, hasMatrix);

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
        if (named is null && FileKinds.Of(Found) == FileKind.None)
            return new SettingsFile(FileName, new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>());
        var (file, text) = Parse(named ?? Found);
        // Whatever the command: a name that means nothing to any is a mistake, and one that another command reads is not.
        file.RequireKnown(KnownSettings.Values);
        file.RequireKnown(KnownSettings.GateSection, KnownSettings.Gate);
        var path = Path.GetFullPath(named ?? Found);
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
        var (file, text) = Parse(named ?? Found);
        TrustedSettings.OfTheUser().Add(named ?? Found, text);
        return [.. file.All().Select(s => $"{s.Shown}: {s.Value}")];
    }

    /// <summary>The file in the working directory, whether it is there or not.</summary>
    /// <exception cref="HaystackException">It is there under both names.</exception>
    private static string Found => (FileKinds.Of(FileName) != FileKind.None, FileKinds.Of(OtherName) != FileKind.None) switch
    {
        (true, true) => throw new HaystackException($"there are {FileName} and {OtherName} here: keep one, or name it with --config"),
        (false, true) => OtherName,
        _ => FileName,
    };

    /// <summary>What is set outside the command line: name, value and where that comes from, the environment first.</summary>
    public IEnumerable<(string Name, string Value, string From)> Effective()
    {
        foreach (var (section, names) in new[] { ("", KnownSettings.Values), (KnownSettings.GateSection, KnownSettings.Gate) })
        {
            foreach (var name in names)
            {
                var variable = Variable(section, name);
                if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set)
                    yield return (Shown(section, name), set, variable);
                else if ((section.Length == 0 ? Find(name) : Find(section, name)) is { } value)
                    yield return (Shown(section, name), value, _path);
            }
        }
    }

    private static string Shown(string section, string name) => section.Length == 0 ? name : $"{section}: {name}";

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
            var hasMatrix = read.Remove(ModelMatrix.Name, out var matrix);
            if (hasMatrix && read.ContainsKey(ModelMatrix.Models))
                throw new HaystackException($"{path}: '{ModelMatrix.Name}' and '{ModelMatrix.Models}' both say which models: keep one");
            var models = hasMatrix ? string.Join(',', ModelMatrix.Expand(path, matrix)) : null;
            var sections = read.Where(v => IsSection(v.Key)).ToDictionary(v => v.Key, v => (IReadOnlyDictionary<string, string>)Section(path, v.Key, v.Value));
            if (read.FirstOrDefault(v => v.Value is Dictionary<object, object> && !IsSection(v.Key)).Key is { } stray)
                throw new HaystackException($"{path}: there is no section '{stray}'; the one there is goes by '{KnownSettings.GateSection}'");
            var values = read.Where(v => !IsSection(v.Key)).ToDictionary(v => v.Key, v => Value(path, v.Key, v.Value));
            if (models is not null)
                values.Add(ModelMatrix.Models, models);
            return new SettingsFile(path, values, sections, hasMatrix);
        }
        catch (YamlException e)
        {
            throw new HaystackException($"{path}, line {e.Start.Line}: {(e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ")}", e);
        }
    }

    private IEnumerable<(string Name, string Value, string Shown)> All() =>
        _values.Select(v => (v.Key, v.Value, _hasMatrix && v.Key == ModelMatrix.Models ? ModelMatrix.Name : v.Key)).Concat(_sections.SelectMany(s => s.Value.Select(v => (v.Key, v.Value, $"{s.Key}: {v.Key}"))));

    /// <summary>Refuses what a file may not say that was only found.</summary>
    /// <exception cref="HaystackException">It says such a thing.</exception>
    internal void RequireHarmless(string folder)
    {
        foreach (var (name, value, shown) in All())
        {
            if (FoundSettings.Fault(name, value, folder) is { } fault)
                throw new HaystackException($"{_path} was only found here, and '{shown}' {fault}: look at the file, then trust it (`haystack config trust`) or name it (--config {_path})");
        }
    }

    /// <summary>The value of an option such as <c>--max-ctx</c>: HAYSTACK_MAX_CTX (HAYSTACK_OPTION_CACHE for <c>--cache</c>, as HAYSTACK_CACHE is a folder), then <c>max-ctx</c> of the file; null without either.</summary>
    public string? Find(string option)
    {
        var name = option.TrimStart('-');
        return Environment.GetEnvironmentVariable(Variable("", name)) is { Length: > 0 } value ? value : _values.GetValueOrDefault(name);
    }

    /// <summary>The value of an option in a section: HAYSTACK_GATE_MIN_ACCURACY, then <c>min-accuracy</c> under <c>gate</c>.</summary>
    public string? Find(string section, string option)
    {
        var name = option.TrimStart('-');
        return Environment.GetEnvironmentVariable(Variable(section, name)) is { Length: > 0 } value ? value
            : _sections.TryGetValue(section, out var values) ? values.GetValueOrDefault(name) : null;
    }

    /// <summary>The value under the first of an option's names that has one, as <see cref="Find(string)"/> finds it.</summary>
    public string? Find(Option option) => option.Aliases.Prepend(option.Name).Where(n => n.StartsWith("--", StringComparison.Ordinal)).Select(Find).FirstOrDefault(v => v is not null);

    /// <summary>The same in a section.</summary>
    public string? Find(string section, Option option) => option.Aliases.Prepend(option.Name).Select(n => Find(section, n)).FirstOrDefault(v => v is not null);

    private static string Variable(string section, string name)
    {
        var variable = $"HAYSTACK_{(section.Length == 0 ? "" : section + "_")}{name}".ToUpperInvariant().Replace('-', '_');
        return Surroundings.Contains(variable) ? variable.Replace("HAYSTACK_", "HAYSTACK_OPTION_", StringComparison.Ordinal) : variable;
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

    private void RequireKnown(IReadOnlyDictionary<string, string> values, IEnumerable<string> options, string where)
    {
        var known = options.Select(o => o.TrimStart('-')).ToHashSet(StringComparer.Ordinal);
        if (values.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
            throw new HaystackException($"{_path}: there is no setting '{unknown}'{where}{Suggestion.Among(known, unknown)}");
    }

    private static bool IsSection(string name) => name is KnownSettings.GateSection;

    private static Dictionary<string, string> Section(string path, string name, object? value) => value switch
    {
        null => [],
        Dictionary<object, object> map when !map.Keys.Any(k => $"{k}".Any(char.IsControl)) => map.ToDictionary(v => $"{v.Key}", v => Value(path, $"{name}: {v.Key}", v.Value)),
        _ => throw new HaystackException($"{path}: '{name}' is not a section of names and values"),
    };

    private static string Value(string path, string name, object? value) => value switch
    {
        string text => text,
        List<object> list when list.TrueForAll(v => v is string) => string.Join(',', list),
        _ => throw new HaystackException($"{path}: '{name}' is neither a value nor a list"),
    };
}
