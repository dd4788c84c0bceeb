using System.Text.Json;
using Haystack.DataSets.Intake;

namespace Haystack.DataSets;

/// <summary>
/// Lines of lm-evaluation-harness's <c>samples_….jsonl</c> (<c>--log_samples</c>): <c>doc</c>, the question's line, and
/// <c>resps</c>, the raw replies of its one request.
/// </summary>
internal static class LmEvalSample
{
    /// <summary>The answer of a line; null where it is not a sample of a question of ours.</summary>
    /// <exception cref="HaystackException">The question was asked more than once (repeats).</exception>
    /// <exception cref="UnknownShapeException">Its reply is no text.</exception>
    public static (string Id, GivenAnswer Answer)? Answer(JsonElement line)
    {
        if (JsonFields.Text(JsonFields.Get(line, "doc") ?? default, "id") is not { } id)
            return null;
        if (JsonFields.Items(line, "resps") is not [{ ValueKind: JsonValueKind.Array } replies] || replies.GetArrayLength() != 1)
            throw new HaystackException($"{id} has no reply, or more than one: score a run without repeats");
        return replies[0].ValueKind switch
        {
            JsonValueKind.String => (id, new GivenAnswer(replies[0].GetString()!)),
            JsonValueKind.Null => (id, GivenAnswer.Failed("the sample has no text")),
            _ => throw new UnknownShapeException($"the reply to {id} is no text: generate_until is asked for, not likelihoods"),
        };
    }

    /// <summary>Whether a line is one: each filter of a task writes a question's line again, with the same replies.</summary>
    public static bool Is(JsonElement line) => JsonFields.Get(line, "resps") is not null;
}
