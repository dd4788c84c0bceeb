using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>Answers within one object: a list under some name, or by the questions' ids.</summary>
internal static class AnswerList
{
    /// <summary>The one list of objects in an object that is no answer itself; null where there is none.</summary>
    /// <exception cref="UnknownShapeException">There are two.</exception>
    public static JsonElement? Of(JsonElement item, Func<string, bool>? known)
    {
        if (item.ValueKind != JsonValueKind.Object || AnswerId.Of(item, known) is not null || JsonFields.Get(item, "resps") is not null)
            return null;
        JsonProperty[] lists = [.. item.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array && f.Value.GetArrayLength() > 0
            && f.Value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.Object or JsonValueKind.Null) && HasIds(f.Value, known))];
        return lists.Length switch
        {
            0 => null,
            1 => lists[0].Value,
            _ => throw new UnknownShapeException($"its {lists[0].Name} and its {lists[1].Name} are lists, and either may be the answers"),
        };
    }

    /// <summary>An object of which the fields' names are the questions' ids; null where it is none.</summary>
    /// <exception cref="UnknownShapeException">What stands beside an id is no reply.</exception>
    public static IEnumerable<(string Id, GivenAnswer Answer)>? ById(JsonElement item, Func<string, bool>? known) =>
        known is null || item.ValueKind != JsonValueKind.Object || !item.EnumerateObject().Any(f => known(f.Name)) ? null
        : item.EnumerateObject().Select(f => (f.Name, f.Value.ValueKind == JsonValueKind.Null ? GivenAnswer.Failed("no reply was given") : LooseReply.Said(f.Value, f.Name)));

    private static bool HasIds(JsonElement list, Func<string, bool>? known) =>
        list.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object && (AnswerId.Of(one, known) is not null || JsonFields.Get(one, "resps") is not null));
}
