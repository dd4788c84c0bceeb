using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>Finds an error in a message of an answer, whatever its shape.</summary>
internal static partial class ErrorReader
{
    // Without capitals and underscores.
    private static readonly string[] Words = ["error", "errors", "message", "detail", "details", "msg", "errormessage", "errormsg", "errmsg", "err", "errordescription", "faultstring", "reason", "description", "title", "statusmessage", "statusmsg", "cause", "text", "info"];
    private static readonly string[] Saying = ["detail", "message", "msg", "errors", "errormessage", "errormsg", "errmsg", "err", "errordescription", "exception", "statusmessage"];
    private static readonly string[] Reply = ["choices", "candidates", "delta", "content", "response", "usage", "output", "content_block", "token", "generated_text", "usageMetadata", "done"];

    /// <summary>The error as the server gave it (JSON, or plain words), where it says of itself that it is one; null where there is none.</summary>
    /// <param name="message">A JSON object.</param>
    /// <param name="name">Its event's name; null without one.</param>
    public static string? In(JsonElement message, string? name)
    {
        if (message.Member("error") is { } plain && Said(plain) is { } error)
            return IsCode(plain) && WordsOf(message) is not null ? message.GetRawText() : error;
        if (message.Member("choices") is { ValueKind: JsonValueKind.Array } choices && choices.EnumerateArray().Select(c => Said(c.Member("error"))).FirstOrDefault(e => e is not null) is { } inner)
            return inner;
        var type = message.Text("type") ?? name ?? "";
        if (message.Member("response") is { ValueKind: JsonValueKind.Object } response && (Said(response.Member("error")) ?? (type == "response.failed" || IsError(response.Text("status") ?? "") ? response.GetRawText() : null)) is { } failed)
            return failed;
        return message.Text("object") == "error" || IsError(type) || IsError(name ?? "") ? message.GetRawText() : null;
    }

    /// <summary>Whether a message that does not say of itself that it is an error may be one: how the reply goes on tells.</summary>
    public static bool MayBeIn(JsonElement message) =>
        IsOfReply(message) ? HiddenError.IsIn(message, besides: Reply)
        // Nothing of a reply, and something that is said.
        : message.EnumerateObject().Any(m => Saying.Contains(PlainName(m.Name)) && m.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object) || HiddenError.IsIn(message, besides: []);

    /// <summary>Whether it tells of it by a code, and not by a name or a word alone.</summary>
    public static bool IsCodedIn(JsonElement message) => HiddenError.IsIn(message, besides: Reply, byCode: true);

    /// <summary>Whether a message has anything of a reply.</summary>
    public static bool IsOfReply(JsonElement message) => Reply.Any(r => message.Member(r) is not null) || message.Member("message") is { ValueKind: JsonValueKind.Object };

    // "server_error" says less than what stands beside it.
    private static bool IsCode(JsonElement plain) =>
        plain.ValueKind is JsonValueKind.True or JsonValueKind.Number || (plain.ValueKind == JsonValueKind.String && plain.Text() is { } text && !IsSentence(text));

    /// <summary>Whether it is more than a word or a code.</summary>
    internal static bool IsSentence(string text) => text.Any(c => char.IsWhiteSpace(c) || c > 0x2E80);

    /// <summary>What it says; null where it says nothing.</summary>
    public static string? WordsOf(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return LooseJson.Characters(element) is { Length: > 0 } text ? Nested(text) ?? text : null;
            case JsonValueKind.Array:
                var all = element.EnumerateArray().Select(WordsOf).OfType<string>().ToList();
                return all.Count > 0 ? string.Join("; ", all) : null;
            case JsonValueKind.Object:
                // What a gateway says is its own; what the server behind it said stands deeper.
                var behind = element.Member("metadata") is { } metadata && metadata.Member("raw") is { } raw ? WordsOf(raw) : null;
                var said = SaidIn(element);
                said = behind is null ? said : said is null ? behind : $"{said}: {behind}";
                // Which member is meant stands beside the words, and not always in them.
                var member = element.Text("param") ?? (element.Items("loc").Select(l => l.ValueKind == JsonValueKind.String ? l.Text() : null).LastOrDefault(l => l is not null and not "body"));
                return said is null || member is not { Length: > 0 } || said.Contains(member, StringComparison.Ordinal) ? said : $"{said} ({member})";
            default:
                return null;
        }
    }

    // Under a name for what is said, or one that speaks of an error, or deeper.
    private static string? SaidIn(JsonElement element)
    {
        var members = element.EnumerateObject().ToArray();
        var named = Words.SelectMany(w => members.Where(m => PlainName(m.Name) == w)).Select(m => WordsOf(m.Value)).OfType<string>().ToList();
        return named.Find(IsSentence) ?? named.FirstOrDefault()
            ?? members.Where(m => IsError(m.Name) && m.Value.ValueKind is not JsonValueKind.Number && !PlainName(m.Name).EndsWith("code", StringComparison.Ordinal))
            .Concat(members.Where(m => m.Value.ValueKind == JsonValueKind.Object))
            .Select(m => WordsOf(m.Value)).FirstOrDefault(w => w is not null)
            // Under whatever name: the longest text that is no name, number or moment.
            ?? members.Where(m => m.Value.ValueKind == JsonValueKind.String && !NoWords().IsMatch(m.Name)).Select(m => WordsOf(m.Value)).OfType<string>().MaxBy(w => w.Length);
    }

    [GeneratedRegex("(?:id|code|time|date|version|model|object|type|kind|event|status|state|result|level|severity|created|url|uri|instance|param|role|host)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoWords();

    /// <summary>A name without capitals and what parts its words.</summary>
    internal static string PlainName(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The HTTP status that an error names; null where it names none.</summary>
    public static int? StatusIn(string error)
    {
        try
        {
            using var json = BoundedJson.Parse(error);
            return Status(json.RootElement, 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Status(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > 4)
            return null;
        foreach (var name in (ReadOnlySpan<string>)["code", "status", "status_code", "statusCode", "http_status", "http_code"])
        {
            if (element.Member(name) is { } value && value.Whole() is >= 400 and < 600 and var status)
                return (int)status;
        }

        return element.Member("error") is { } inner ? Status(inner, depth + 1) : null;
    }

    internal static string? Said(JsonElement? error) => error switch
    {
        null or { ValueKind: JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.String } text => LooseJson.Characters(text) is { } words && words.Trim().Length > 0 && !IsNone(words) ? words : null,
        { ValueKind: JsonValueKind.Object } one => one.EnumerateObject().Any() ? one.GetRawText() : null,
        { ValueKind: JsonValueKind.Array } many => many.GetArrayLength() > 0 ? many.GetRawText() : null,
        { ValueKind: JsonValueKind.Number } number => number.Whole() == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"error {number.GetRawText()}"),
        { } other => other.GetRawText(),
    };

    private static bool IsNone(string words) => words.Trim().ToLowerInvariant() is "none" or "null" or "false" or "ok" or "0";

    // Errors of the server behind a gateway come as JSON within JSON.
    private static string? Nested(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            using var json = BoundedJson.Parse(text);
            return WordsOf(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a name speaks of an error: of an event, a type or a member.</summary>
    internal static bool IsError(string name) => ErrorName().IsMatch(name);

    // "default" has a fault in it, and is none.
    [GeneratedRegex(@"(?:^|[^\p{L}]|(?<=[a-z])(?=[A-Z]))(?:error|exception|fault|fatal|traceback|panic|fail(?:ed|ure)?(?![a-z]))|(?:error|exception|failure)s?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ErrorName();
}
