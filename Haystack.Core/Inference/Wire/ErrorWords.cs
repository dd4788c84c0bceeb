using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>Knows words that are a program's and no model's: errors, refusals and notices that came as plain text.</summary>
internal static partial class ErrorWords
{
    /// <summary>Longer texts are no notice.</summary>
    private const int Longest = 1_200;

    private static readonly string[] Starts = ["error", "exception", "traceback", "fatal", "internal server error", "upstream", "bad gateway", "service unavailable", "too many requests", "gateway time"];

    /// <summary>Whether a text outside of any message is an error.</summary>
    public static bool Begin(string text)
    {
        var start = text.AsSpan().TrimStart(" \"'[({*#<!");
        foreach (var word in Starts)
        {
            if (start.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return Thrown().IsMatch(text);
    }

    /// <summary>Whether a text in a reply's place has an error's own form, which no answer to a question has.</summary>
    public static bool HaveTheFormOfAnError(string text)
    {
        var plain = text.Trim();
        return plain.Length is > 0 and <= Longest && (Form().IsMatch(plain) || IsJsonOfError(plain));
    }

    /// <summary>Whether it speaks of what befell the server, the request or the account; to be asked only where no answer was read.</summary>
    public static bool SpeakOfTheServer(string text) => text.Length <= Longest && (HaveTheFormOfAnError(text) || Speaks().IsMatch(text));

    /// <summary>Whether no model says such a thing of a text that it was asked about, however it may be read.</summary>
    public static bool AreNoModels(string text) => text.Length <= Longest && Foreign().IsMatch(text);

    /// <summary>Whether it is a tool call that the server left as text.</summary>
    public static bool CallATool(string text) => ToolCall().IsMatch(text);

    // <tool_call>{…}, [TOOL_CALLS][…], {"name": "look_up", "arguments": {…}}
    [GeneratedRegex(@"^\s*(?:<\|?/?tool_?calls?\b|<function[ =_]|\[TOOL_?CALLS?\]|<\|python_tag\|>|<｜tool▁calls?▁begin｜>|\[?\s*\{\s*""(?:name|function)""\s*:\s*""\w+""\s*,\s*""(?:arguments|parameters)""\s*:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToolCall();

    private static bool IsJsonOfError(string text)
    {
        if (text[0] != '{')
            return false;
        using var json = LooseJson.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        return json is { RootElement.ValueKind: System.Text.Json.JsonValueKind.Object } && (ErrorReader.In(json.RootElement, null) ?? (HiddenError.IsIn(json.RootElement, besides: []) ? text : null)) is not null;
    }

    // RuntimeError: …, Traceback (most recent call last): …
    [GeneratedRegex(@"^(?:[\w.]*(?:Error|Exception)|Traceback[^:]{0,40}|panic|fatal)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Thrown();

    [GeneratedRegex(
        @"^[\W_]*(?:(?:[\w.]*(?:error|exception)|fatal|panic|traceback)\b(?: \(?(?:code )?\d{1,5}\)?)?\s*(?:[:\]\)}]|\()|traceback \(most|http(?:/\d(?:\.\d)?)?(?: error| status)?:? [45]\d\d\b|[45]\d\d[ :-]+(?:bad|gateway|service|internal|too many|unauthori|forbidden|not found|payment|request)|rpc error|internal server error|bad gateway|service unavailable|too many requests|gateway time|upstream (?:connect|request|error|timed)"
        + @"|<!doctype|<html|<\?xml|<error\b|(?:错误|异常|エラー|오류|ошибка|fehler|erreur|errore|erro)\s*[:：])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"does not exist or you do not have access|rate.?limit (?:exceeded|reached)|incorrect api.?key|an? (?:internal |unexpected )?error (?:has )?occurred|blocked by (?:our|the) |removed by (?:our|the |safety|content|moderation)|content (?:filter|policy|moderation)|request timed out|service (?:is )?(?:currently |temporarily )(?:unavailable|undergoing)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();

    [GeneratedRegex(
        @"rate.?limit|too many requests|\boverloaded\b|server (?:is )?busy|try again (?:later|in|soon)|please (?:re)?try\b|service (?:is )?(?:currently |temporarily )?(?:unavailable|down|undergoing)|temporarily unavailable|timed? ?out (?:after|waiting|while)|\brequest timed|an? (?:\w+ )?error (?:has |was )?(?:occurred|encountered)|something went wrong|under maintenance|undergoing maintenance|back shortly"
        + @"|api.?key\b|invalid token|unauthori[sz]ed|(?:monthly|daily|hourly|free|included) (?:\w+ )?(?:quota|credits?|usage|limit)|exceeded your|upgrade (?:your|to) |subscribe to|\bbilling\b|insufficient (?:funds|balance|credits?|quota)|does not exist or you do not have|model .{0,60}(?:not found|is not (?:available|supported|loaded))"
        + @"|\b(?:content|response|reply|request|output|prompt)\b.{0,60}\b(?:blocked|filtered|removed|withheld|flagged|redacted)\b|\b(?:blocked|filtered|removed|withheld|flagged|redacted)\b.{0,60}\b(?:content|safety|moderation|policy|guidelines?|filters?)\b|violat\w+ .{0,40}(?:policy|policies|guidelines|terms)"
        + @"|\b(?:input|prompt|context|conversation|message)\b.{0,40}\b(?:too long|too large|exceeds?|truncated)\b|\b(?:connection|stream|socket) (?:was )?(?:reset|closed|refused|lost|aborted)|\bout of memory\b|\bcuda\b|deadline exceeded|transport is closing|code = (?:unavailable|internal)"
        + @"|稍后(?:再试|重试)|请重试|过于频繁|系统繁忙|服务器?(?:繁忙|异常|错误|不可用)|出错了|发生错误|请求(?:失败|超时)|余额不足|内容(?:违规|安全|敏感)|敏感(?:词|内容|信息)|後ほど|もう一度お試し|エラーが発生|しばらくして|오류가 발생|다시 시도|réessay\w+|erreur est survenue|fehler (?:ist )?aufgetreten|versuchen sie es|(?:ocurri|produ)\w+ un error|int[ée]nt\w+ (?:de nuevo|nuevamente)|tente novamente|erro inesperado|riprova|произошла ошибка|попробуйте (?:позже|снова|еще)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speaks();
}
