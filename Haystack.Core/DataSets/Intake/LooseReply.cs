using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>
/// The reply in an object that no service's form is known of: the one field whose name says that it is a reply; failing
/// that, an answer; failing that, the one text. Where two could be meant it is refused.
/// </summary>
internal static class LooseReply
{
    private const int Deepest = 8;

    /// <summary>The answer of an object; null where nothing in it is a reply.</summary>
    /// <exception cref="UnknownShapeException">Two fields could be meant, or the one that is has a shape that is not known.</exception>
    public static GivenAnswer? Of(JsonElement item, int depth = 0)
    {
        if (item.ValueKind != JsonValueKind.Object || depth > Deepest)
            return null;
        if (ReplyBody.FaultOf(item) is { } fault)
            return GivenAnswer.Failed(fault);
        if (ReplyEnd.FaultByStatus(item) is { } status)
            return GivenAnswer.Failed(status);
        if (Field(item) is not { } field)
            return LastMessage(item) ?? (HasOnlyNulls(item) ? GivenAnswer.Failed("no reply was given") : null);
        var answer = Said(field.Value, field.Name, depth);
        if (answer.Fault is not null)
            return answer;
        var reason = answer.DoneReason is null ? ReplyEnd.ReasonIn(item) : null;
        var thinking = answer.Thinking.Length > 0 ? answer.Thinking : ReplyBody.Thinking(item);
        var usage = JsonFields.Get(item, "usage") ?? default;
        var ended = reason is null ? answer with { Thinking = thinking } : ReplyEnd.Answer(new ReplyText(answer.Content, thinking, null, false), "", reason);
        return ended with
        {
            PromptTokens = answer.PromptTokens ?? JsonFields.Number(usage, "prompt_tokens") ?? ReplyBody.WithCached(usage, "cache_creation_input_tokens", "cache_read_input_tokens"),
            OutputTokens = answer.OutputTokens ?? JsonFields.Number(usage, "completion_tokens") ?? JsonFields.Number(usage, "output_tokens"),
        };
    }

    /// <summary>A reply's value: a text, a number, parts, or an object with it in it.</summary>
    /// <exception cref="UnknownShapeException">It is none of these, or several replies.</exception>
    public static GivenAnswer Said(JsonElement value, string name, int depth = 0)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return new GivenAnswer(value.GetRawText());
            case JsonValueKind.Object:
                return ReplyBody.Read(value) ?? Of(value, depth + 1) ?? throw new UnknownShapeException($"its {name} is an object of a shape that is not known");
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                return GivenAnswer.Failed($"its {name} is an empty list");
            case JsonValueKind.Array when value.GetArrayLength() == 1 && value[0] is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } one && JsonFields.Text(one, "type") is null && depth < Deepest:
                return Said(one, name, depth + 1);
            case JsonValueKind.Array when value.GetArrayLength() > 1 && value.EnumerateArray().Any(part => JsonFields.Text(part, "type") is null):
                throw new UnknownShapeException($"its {name} is a list of several (score one reply a question)");
            default:
                return ReplyEnd.Answer(ReplyText.Of(value), "", null);
        }
    }

    private static JsonProperty? Field(JsonElement item)
    {
        // A yes or no says that something was generated, not what.
        JsonProperty[] fields = [.. item.EnumerateObject().Where(f => f.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))];
        // Where the question stands beside, an answer is the right one, and a text is the question's.
        var isQuestion = IsQuestion(item);
        var found = One(fields.Where(f => ReplyNames.IsReply(f.Name))) ?? (isQuestion ? null : One(fields.Where(f => ReplyNames.IsAnswer(f.Name))));
        if (found is { Value.ValueKind: not JsonValueKind.Number } || isQuestion)
            return found;
        var text = One(fields.Where(f => ReplyNames.IsText(f.Name, f.Value.ValueKind)));
        // A number may be a score of the text beside it.
        return found is { } number && text is { } words
            ? throw new UnknownShapeException($"its {number.Name} is a number and its {words.Name} a text, and either may be the reply: keep that one, as \"response\"")
            : found ?? text;
    }

    /// <summary>Whether it holds what a model was asked.</summary>
    public static bool IsQuestion(JsonElement item) =>
        item.TryGetProperty("messages", out _) || item.TryGetProperty("input", out _) || item.TryGetProperty("doc", out _);

    private static JsonProperty? One(IEnumerable<JsonProperty> fields)
    {
        JsonProperty? found = null;
        foreach (var field in fields)
        {
            if (found is { } other && !JsonElement.DeepEquals(other.Value, field.Value))
                throw new UnknownShapeException($"its {other.Name} and its {field.Name} differ, and either may be the reply: keep that one, as \"response\"");
            found ??= field;
        }

        return found;
    }

    /// <summary>A conversation that ends with the model's turn.</summary>
    private static GivenAnswer? LastMessage(JsonElement item)
    {
        if (JsonFields.Items(item, "messages") is not [.., var last] || JsonFields.Text(last, "role") != "assistant")
            return null;
        return ReplyEnd.Answer(ReplyBody.OfMessage(last), ReplyBody.Thinking(last), ReplyEnd.ReasonIn(item));
    }

    private static bool HasOnlyNulls(JsonElement item) =>
        item.EnumerateObject().Any(f => f.Value.ValueKind == JsonValueKind.Null && (ReplyNames.IsReply(f.Name) || ReplyNames.IsAnswer(f.Name) && !IsQuestion(item)));
}
