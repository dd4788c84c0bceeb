using System.Collections.Frozen;
using YamlDotNet.RepresentationModel;

namespace Haystack.Languages.Yaml;

/// <summary>A mapping of a data file. Keys are asked for by name; <see cref="Finish"/> refuses those nobody asked for.</summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public YamlMap(string file, YamlNode node)
    {
        File = file;
        Line = node.Start.Line;
        if (node is not YamlMappingNode mapping)
            throw YamlReader.Fault(file, Line, "a mapping is wanted here");
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name })
                throw YamlReader.Fault(file, key.Start.Line, "a key must be plain text");
            _entries.Add(name, value);
        }
    }

    public string File { get; }

    public long Line { get; }

    public IReadOnlyCollection<string> Keys => _entries.Keys;

    public bool Has(string key) => _entries.ContainsKey(key);

    public HaystackException Fault(string reason) => YamlReader.Fault(File, Line, reason);

    public YamlText Text(string key) => ToText(Node(key));

    public YamlMap Map(string key) => new(File, Node(key));

    /// <summary>The list under <paramref name="key"/>, each entry a text.</summary>
    public IReadOnlyList<YamlText> Texts(string key) => [.. Sequence(Node(key)).Select(ToText)];

    /// <summary>The list of mappings under <paramref name="key"/>.</summary>
    public IReadOnlyList<YamlMap> Maps(string key) => [.. Sequence(Node(key)).Select(n => new YamlMap(File, n))];

    /// <summary>The list of lists under <paramref name="key"/>.</summary>
    public IReadOnlyList<IReadOnlyList<YamlText>> TextLists(string key) =>
        [.. Sequence(Node(key)).Select(n => (IReadOnlyList<YamlText>)[.. Sequence(n).Select(ToText)])];

    /// <summary>Whether the text under <paramref name="key"/> is yes; it is yes or no.</summary>
    public bool IsYes(string key) => Text(key) is { Value: "yes" or "no" } text ? text.Value == "yes" : throw Text(key).Fault($"'{key}' is yes or no");

    /// <summary>The list under <paramref name="key"/> as a set, in lower case; an empty one where the key is not there.</summary>
    public IReadOnlySet<string> Words(string key) =>
        Has(key) ? Texts(key).Select(t => t.Value.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal) : FrozenSet<string>.Empty;

    /// <summary>Whole numbers by word, in lower case; none where the key is not there.</summary>
    public IReadOnlyDictionary<string, long> Numbers(string key)
    {
        if (!Has(key))
            return FrozenDictionary<string, long>.Empty;
        var map = Map(key);
        return map.Keys.ToDictionary(word => word.ToLowerInvariant(), word => map.Text(word).ToLong(), StringComparer.Ordinal);
    }

    /// <summary>Refuses keys that nothing has asked for: a mistyped key would otherwise go unheard.</summary>
    public void Finish()
    {
        foreach (var (key, value) in _entries)
        {
            if (!_used.Contains(key))
                throw YamlReader.Fault(File, value.Start.Line, $"unknown key '{key}'");
        }
    }

    private YamlNode Node(string key)
    {
        _used.Add(key);
        return _entries.TryGetValue(key, out var node) ? node : throw Fault($"key '{key}' is missing");
    }

    private IEnumerable<YamlNode> Sequence(YamlNode node) =>
        node is YamlSequenceNode list ? list.Children : throw YamlReader.Fault(File, node.Start.Line, "a list is wanted here");

    private YamlText ToText(YamlNode node) =>
        node is YamlScalarNode { Value: { Length: > 0 } value }
            ? new YamlText(File, node.Start.Line, value)
            : throw YamlReader.Fault(File, node.Start.Line, "a text is wanted here");
}
