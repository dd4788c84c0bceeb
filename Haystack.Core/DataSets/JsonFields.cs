using System.Text.Json;

namespace Haystack.DataSets;

/// <summary>Fields of JSON that others wrote: a field that is not there, or of another sort, is null.</summary>
internal static class JsonFields
{
    /// <summary>A field's value.</summary>
    public static JsonElement? Get(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    /// <summary>A text.</summary>
    public static string? Text(JsonElement value, string name) =>
        Get(value, name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

    /// <summary>A whole number.</summary>
    public static long? Number(JsonElement value, string name) =>
        Get(value, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt64(out var number) ? number : null;

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement value, string name) =>
        Get(value, name) is { ValueKind: JsonValueKind.Array } field ? [.. field.EnumerateArray()] : [];
}
