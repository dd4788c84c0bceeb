using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Haystack.Cli.Settings;

/// <summary>What a settings file may say, for people and for editors, made from the options themselves.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON Schema.</summary>
    public static string Json()
    {
        var properties = Properties(KnownSettings.Values, ofGate: false);
        properties[ModelMatrix.Name] = Matrix();
        properties[KnownSettings.GateSection] = Object(Properties(KnownSettings.Gate, ofGate: true), "Thresholds of haystack gate.");
        var schema = Object(properties, "Settings of haystack.");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(Indented);
    }

    /// <summary>A settings file with every setting explained and none set.</summary>
    public static string Template()
    {
        var text = new StringBuilder("# Settings of haystack: what the command line does not say (docs/cli.md). `haystack config check` reads it, `haystack config schema` is for editors.\n");
        foreach (var (name, what) in KnownSettings.Descriptions(ofGate: false))
            text.Append($"\n# {what}\n#{name}:\n");
        text.Append($"\n# {ModelMatrix.Description}\n#{ModelMatrix.Name}:\n#  {ModelMatrix.Models}: [qwen3:8b, qwen3:32b]\n#  think: [off, on]\n");
        text.Append($"\n# Thresholds of haystack gate.\n#{KnownSettings.GateSection}:\n");
        foreach (var (name, what) in KnownSettings.Descriptions(ofGate: true))
            text.Append($"#  # {what}\n#  {name}:\n");
        return text.ToString();
    }

    private static JsonObject Properties(IEnumerable<string> names, bool ofGate)
    {
        var descriptions = KnownSettings.Descriptions(ofGate);
        var properties = new JsonObject();
        foreach (var name in names)
        {
            var value = Value();
            value.Insert(0, "description", descriptions.GetValueOrDefault(name) ?? "Another name of one of the others.");
            properties[name] = value;
        }

        return properties;
    }

    private static JsonObject Matrix()
    {
        var one = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(ModelMatrix.Models), ["additionalProperties"] = Value() };
        return new JsonObject
        {
            ["description"] = ModelMatrix.Description,
            ["anyOf"] = new JsonArray(one, new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = one.DeepClone() }),
        };
    }

    // Whatever is written is read as text; a list is its values with commas between.
    private static JsonObject Value() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }, new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } }),
    };

    private static JsonObject Object(JsonObject properties, string description) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = properties,
    };
}
