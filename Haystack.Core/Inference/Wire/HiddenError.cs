using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>
/// Finds an error that no member called <c>error</c> tells of: under a name that speaks of one, or where a code or a word says that
/// something went wrong and something is said of it. <c>{"base_resp":{"status_code":1013,"status_msg":"…"}}</c>
/// </summary>
internal static class HiddenError
{
    private const int Deepest = 3;

    private static readonly string[] Good = ["ok", "success", "succeeded", "successful", "none", "null", "false", "0", ""];

    /// <summary>Whether there is one.</summary>
    /// <param name="message">A JSON object.</param>
    /// <param name="besides">Members that belong to a reply, and are not looked into.</param>
    /// <param name="byCode">Whether only a code counts, and no name or word.</param>
    public static bool IsIn(JsonElement message, string[] besides, bool byCode = false) => message.EnumerateObject()
        .Any(m => !besides.Contains(m.Name) && ((!byCode && IsNamed(m)) || (m.Value.ValueKind == JsonValueKind.Object && Is(m.Value, byCode, 1))))
        || ((byCode || besides.Length == 0) && SaysThatItIsOne(message, byCode));

    private static bool Is(JsonElement element, bool byCode, int depth) => SaysThatItIsOne(element, byCode)
        || element.EnumerateObject().Any(m => (!byCode && IsNamed(m)) || (depth < Deepest && m.Value.ValueKind == JsonValueKind.Object && Is(m.Value, byCode, depth + 1)));

    private static bool IsNamed(JsonProperty member) => ErrorReader.IsError(member.Name) && member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.Text() is { } text && !Good.Contains(text.Trim().ToLowerInvariant()),
        JsonValueKind.Object => ErrorReader.WordsOf(member.Value) is not null,
        _ => false,
    };

    private static bool SaysThatItIsOne(JsonElement element, bool byCode)
    {
        var (isBad, isGood) = (false, false);
        foreach (var member in element.EnumerateObject())
        {
            switch (ErrorReader.PlainName(member.Name))
            {
                case "ok" or "success" or "succeeded" when member.Value.ValueKind == JsonValueKind.False || "false".Equals(member.Value.ValueKind == JsonValueKind.String ? member.Value.Text() : null, StringComparison.OrdinalIgnoreCase):
                case "failed" or "failure" or "error" or "iserror" when member.Value.ValueKind == JsonValueKind.True:
                    isBad = true;
                    break;
                // Of its own kinds of codes a server has zero, and the kinds of HTTP, for what went well.
                case "code" or "statuscode" or "errorcode" or "errcode" or "retcode" or "resultcode" or "errno" when member.Value.ValueKind == JsonValueKind.Number:
                    var code = member.Value.Whole();
                    isGood |= code is 0 or >= 200 and < 300;
                    isBad |= code is not (null or 0 or >= 200 and < 300);
                    break;
                case "status" or "httpstatus" or "state" or "result" or "type" or "kind" or "event" or "level" or "severity" or "outcome":
                    isBad |= member.Value.ValueKind == JsonValueKind.Number ? member.Value.Whole() is >= 400 and < 600 : !byCode && member.Value.ValueKind == JsonValueKind.String && ErrorReader.IsError(member.Value.Text() ?? "");
                    break;
            }
        }

        return isBad && !isGood && ErrorReader.WordsOf(element) is { } words && !Good.Contains(words.Trim().ToLowerInvariant());
    }
}
