using System.Globalization;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads JSON of which nothing is promised: what is absent or of another kind is null.</summary>
internal static class JsonReading
{
    /// <summary>The member, or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The member as text, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.Text() : null;

    /// <summary>A text, or null where it holds half a surrogate pair and so is none.</summary>
    public static string? Text(this JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The member as a whole number, be it written as a number, a fraction or a text; else null.</summary>
    public static long? Integer(this JsonElement element, string name) =>
        element.Member(name) is { } value ? value.Whole() : null;

    /// <summary>The member as a number, be it written as one or as a text; else null.</summary>
    public static double? Number(this JsonElement element, string name) =>
        element.Member(name) is { } value ? value.Real() : null;

    /// <summary>The value as a whole number, or null.</summary>
    public static long? Whole(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) ? whole
            : value.Real() is { } number && Math.Abs(number) < 1e15 ? (long)number : null;

    private static double? Real(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(value.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The member as a truth value, or null.</summary>
    public static bool? Flag(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>The member's elements; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
