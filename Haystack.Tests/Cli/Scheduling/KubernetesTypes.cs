using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haystack.Tests.Cli.Scheduling;

/// <summary>
/// The types of a Job and a ConfigMap as Kubernetes publishes them (KubernetesTypes.json; Haystack.Tests.csproj says from where), and what
/// its documentation says beyond types. A member that there is not is refused, as <c>kubectl apply --validate=strict</c> does.
/// </summary>
internal static partial class KubernetesTypes
{
    private const string Required = "!";
    private static readonly Dictionary<string, Dictionary<string, string>> Types = Load();

    /// <summary>What is wrong with an object; none where the server would take it.</summary>
    public static IEnumerable<string> Faults(YamlNode document)
    {
        var kind = $"V1{document["kind"]}";
        var version = kind == "V1Job" ? "batch/v1" : "v1";
        var faults = Of(kind, document, kind).ToList();
        if (document["apiVersion"].ToString() != version)
            faults.Add($"apiVersion is {version}");
        if (!Label().IsMatch(document["metadata"]["name"].ToString()))
            faults.Add("metadata.name is no label");
        return kind == "V1Job" ? faults.Concat(OfJob((YamlMappingNode)document["spec"])) : faults;
    }

    private static IEnumerable<string> Of(string type, YamlNode node, string at) => (type, node) switch
    {
        (['[', .. var item, ']'], YamlSequenceNode list) => list.SelectMany((n, i) => Of(item, n, $"{at}[{i}]")),
        ("{ [key: string]: string; }", YamlMappingNode map) => map.SelectMany(m => Of("string", m.Value, $"{at}.{m.Key}")),
        ("string", YamlScalarNode text) => text.Style == ScalarStyle.Plain && OtherThanText().IsMatch(text.Value!) ? [$"{at}: {text.Value} is no text"] : [],
        ("number", YamlScalarNode { Style: ScalarStyle.Plain } text) => int.TryParse(text.Value, out _) ? [] : [$"{at}: {text.Value} is no number"],
        ("boolean", YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" }) => [],
        ("IntOrString" or "any" or "Date", _) => [],
        (_, YamlMappingNode map) when Types.TryGetValue(type, out var members) =>
        [
            .. map.Where(m => !members.ContainsKey($"{m.Key}")).Select(m => $"{at}.{m.Key}: there is no such member"),
            .. map.Where(m => members.ContainsKey($"{m.Key}")).SelectMany(m => Of(members[$"{m.Key}"].TrimEnd('!'), m.Value, $"{at}.{m.Key}")),
            .. members.Where(m => m.Value.EndsWith(Required, StringComparison.Ordinal) && !map.Children.ContainsKey(m.Key)).Select(m => $"{at}.{m.Key} is required"),
        ],
        _ => [$"{at} is not of type {type}"],
    };

    // https://kubernetes.io/docs/concepts/workloads/controllers/job/ (pod failure policy, backoff limit per index)
    private static IEnumerable<string> OfJob(YamlMappingNode spec)
    {
        var pod = spec["template"]["spec"];
        var isIndexed = Find(spec, "completionMode") == "Indexed";
        var perIndex = Find(spec, "backoffLimitPerIndex");
        if (perIndex is not null && !isIndexed)
            yield return "backoffLimitPerIndex needs completionMode: Indexed";
        if (Find(spec, "maxFailedIndexes") is { } failed && (perIndex is null || int.Parse(failed) > int.Parse(Find(spec, "completions")!)))
            yield return "maxFailedIndexes needs backoffLimitPerIndex, and is no more than completions";
        if (Find(spec, "podFailurePolicy") is not null && pod["restartPolicy"].ToString() != "Never")
            yield return "podFailurePolicy needs restartPolicy: Never";
        var containers = ((YamlSequenceNode)pod["containers"]).Cast<YamlMappingNode>().ToList();
        foreach (var rule in spec.Children.TryGetValue("podFailurePolicy", out var policy) ? ((YamlSequenceNode)policy["rules"]).Cast<YamlMappingNode>() : [])
        {
            if (rule.Children.ContainsKey("onExitCodes") == rule.Children.ContainsKey("onPodConditions"))
                yield return "a rule has one of onExitCodes and onPodConditions";
            var action = rule["action"].ToString();
            if (action is not ("FailJob" or "FailIndex" or "Ignore" or "Count") || (action == "FailIndex" && perIndex is null))
                yield return $"action {action} is none, or needs backoffLimitPerIndex";
            if (rule.Children.TryGetValue("onExitCodes", out var codes) && ((YamlSequenceNode)codes["values"]).Select(v => int.Parse(v.ToString())).ToList() is var values
                && (!values.SequenceEqual(values.Distinct().Order()) || values.Contains(0) || !containers.Any(c => c["name"].ToString() == codes["containerName"].ToString())))
                yield return "exit codes are in ascending order and not 0, of a container that there is";
        }

        var volumes = ((YamlSequenceNode)pod["volumes"]).Select(v => v["name"].ToString()).ToHashSet();
        foreach (var mount in containers.SelectMany(c => (YamlSequenceNode)c["volumeMounts"]).Where(m => !volumes.Contains(m["name"].ToString())))
            yield return $"there is no volume {mount["name"]}";
    }

    private static string? Find(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var value) ? value.ToString() : null;

    private static Dictionary<string, Dictionary<string, string>> Load()
    {
        using var stream = typeof(KubernetesTypes).Assembly.GetManifestResourceStream("KubernetesTypes.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("^(|~|null|true|false|[-+]?[0-9][0-9_.eE+-]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex OtherThanText();
}
