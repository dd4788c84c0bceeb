using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>
/// What a field's name says of its text. Names are taken apart into their words, so that <c>model_output</c>,
/// <c>modelOutput</c> and <c>Model-Output</c> are one, and a name is a reply's when all its words are: <c>output_tokens</c>,
/// <c>response_format</c> and <c>expected_output</c> are not.
/// </summary>
internal static class ReplyNames
{
    // "Answer" is none of these: beside a reply it is the right answer, or what was read of the reply.
    private static readonly HashSet<string> Replies = new(StringComparer.Ordinal)
    {
        "response", "reply", "completion", "output", "prediction", "predicted", "pred", "generation", "generated",
        "responses", "replies", "completions", "outputs", "predictions", "generations",
    };

    private static readonly HashSet<string> Qualifiers = new(StringComparer.Ordinal)
    {
        "model", "llm", "ai", "assistant", "bot", "raw", "full", "text", "content", "message", "chat",
    };

    private static readonly HashSet<string> Speakers = new(StringComparer.Ordinal) { "model", "llm", "ai", "assistant", "bot" };

    /// <summary>What a model said, by its name.</summary>
    public static bool IsReply(string name)
    {
        var words = Words(name);
        var answers = words.Any(IsAnswerWord);
        return words.All(w => Replies.Contains(w) || Qualifiers.Contains(w) || IsAnswerWord(w))
            && (words.Any(Replies.Contains) || answers && words.Any(Speakers.Contains));
    }

    /// <summary>An answer, of which the name does not say whose.</summary>
    public static bool IsAnswer(string name)
    {
        var words = Words(name);
        return words.Any(IsAnswerWord) && words.All(w => IsAnswerWord(w) || w is "text" or "final");
    }

    /// <summary>A text of which the name says nothing else.</summary>
    public static bool IsText(string name, JsonValueKind kind) => Words(name) switch
    {
        ["text"] or ["content"] => true,
        // As a text it is as often the words of an error.
        ["message"] => kind == JsonValueKind.Object,
        _ => false,
    };

    /// <summary>Why a reply ended.</summary>
    public static bool IsReason(string name) => Words(name) is ["finish" or "stop" or "done" or "completion", "reason" or "type"];

    /// <summary>What went in, where nothing of the reply is looked for.</summary>
    public static bool IsInput(string name) => Words(name) is ["messages" or "input" or "inputs" or "prompt" or "prompts" or "doc" or "document" or "request" or "body" or "question" or "context"]
        or ["model", "input"] or ["prompt", "text" or "messages"];

    private static bool IsAnswerWord(string word) => word is "answer" or "answers";

    private static List<string> Words(string name)
    {
        var (words, start) = (new List<string>(), 0);
        for (var i = 1; i <= name.Length; i++)
        {
            var parts = i == name.Length || !char.IsLetterOrDigit(name[i]) || char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (!parts)
                continue;
            var word = name[start..i].Trim('_', '-', ' ', '.');
            if (word.Length > 0)
                words.Add(word.ToLowerInvariant());
            start = i;
        }

        return words;
    }
}
