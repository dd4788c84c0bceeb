using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haystack.Cli.Rendering;

/// <summary>How JSON is written on stdout: snake_case, one object a line, control characters escaped.</summary>
internal static class Json
{
    /// <summary>The settings.</summary>
    public static JsonSerializerOptions Lines { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Not for HTML; every control character is still escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>One object as one line.</summary>
    public static string Line<T>(T value) => ForTerminal(JsonSerializer.Serialize(value, Lines));

    /// <summary>The same JSON with everything that a terminal might obey in its escaped form: the serializer leaves what reorders text.</summary>
    public static string ForTerminal(string json) => TerminalText.CleanJson(json);
}
