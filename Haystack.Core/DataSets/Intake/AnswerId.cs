using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>Which question a line answers: the field that holds an id of the data set, whatever its name.</summary>
internal static class AnswerId
{
    // Where the data set is not known, or none of its ids is here.
    private static readonly string[] Names = ["custom_id", "id", "key", "question_id", "sample_id", "request_id", "recordId", "record_id", "item_id", "example_id", "doc_id", "task_id"];

    private static readonly string[] Holders = ["metadata", "doc", "request", "meta", "extra"];

    /// <summary>The id; null where there is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="known">Whether a text is a question's id; null where the questions are not known.</param>
    /// <exception cref="UnknownShapeException">It names two questions.</exception>
    public static string? Of(JsonElement line, Func<string, bool>? known)
    {
        if (known is not null)
        {
            string[] named = [.. Texts(line).Where(known).Distinct(StringComparer.Ordinal)];
            if (named.Length == 0)
                named = [.. Holders.SelectMany(holder => Texts(JsonFields.Get(line, holder) ?? default)).Where(known).Distinct(StringComparer.Ordinal)];
            if (named.Length > 1)
                throw new UnknownShapeException($"it names two questions, {named[0]} and {named[1]}");
            if (named.Length == 1)
                return named[0];
        }

        return Names.Select(name => JsonFields.Text(line, name)).FirstOrDefault(id => id is not null);
    }

    private static IEnumerable<string> Texts(JsonElement item) => item.ValueKind != JsonValueKind.Object ? []
        : item.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.String).Select(f => f.Value.GetString()!);
}
