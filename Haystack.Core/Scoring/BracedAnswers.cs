using System.Text.Json;

namespace Haystack.Scoring;

/// <summary>Finds answers in <c>\boxed{}</c>, in JSON, and between answer tags.</summary>
internal static class BracedAnswers
{
    /// <summary>How many unclosed openings are tried before a reply is held to have none: it bounds the time.</summary>
    private const int Tries = 50;

    private static readonly string[] Keys = ["answer", "final_answer", "finalanswer", "final answer", "答案", "最终答案"];

    /// <summary>The last closed <c>\boxed{…}</c>, braces nested.</summary>
    public static FoundAnswer? FindBoxed(string text, ReadingRules rules)
    {
        foreach (var at in Occurrences.Of(text, "\\boxed", rules.LastAnswerWins).Take(Tries))
        {
            var open = at + "\\boxed".Length;
            while (open < text.Length && text[open] == ' ')
                open++;
            if (open < text.Length && text[open] == '{' && ClosingBrace(text, open) is var close && close > 0)
                return new FoundAnswer("the last \\boxed{}", text[(open + 1)..close], text[(close + 1)..], true, true, open + 1);
        }

        return null;
    }

    /// <summary>The last <c>"answer": …</c> whose value is a whole JSON value.</summary>
    public static FoundAnswer? FindJson(string text, ReadingRules rules)
    {
        FoundAnswer? best = null;
        foreach (var key in Keys)
        {
            foreach (var at in Occurrences.Of(text, $"\"{key}\"", rules.LastAnswerWins).Take(Tries))
            {
                if (JsonValueAt(text, at + key.Length + 2) is not { } found)
                    continue;
                if (best is null || (found.Position > best.Position) == rules.LastAnswerWins)
                    best = found;
                break;
            }
        }

        return best;
    }

    /// <summary>The last <c>&lt;answer&gt;…&lt;/answer&gt;</c>.</summary>
    public static FoundAnswer? FindTag(string text, ReadingRules rules)
    {
        const string Open = "<answer>";
        foreach (var at in Occurrences.Of(text, Open, rules.LastAnswerWins).Take(Tries))
        {
            var start = at + Open.Length;
            var window = text.AsSpan(start, Math.Min(AnswerFinder.LongestBody, text.Length - start));
            var length = window.IndexOf("</answer>", StringComparison.OrdinalIgnoreCase);
            if (length >= 0)
                return new FoundAnswer("the last <answer> tag", window[..length].ToString(), text[(start + length + 9)..], true, true, start);
        }

        return null;
    }

    private static int ClosingBrace(string text, int open)
    {
        var depth = 0;
        var end = Math.Min(text.Length, open + AnswerFinder.LongestBody);
        for (var i = open; i < end; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '{')
                depth++;
            else if (text[i] == '}' && --depth == 0)
                return i;
        }

        return -1;
    }

    private static FoundAnswer? JsonValueAt(string text, int at)
    {
        at = SkipBlank(text, at);
        if (at >= text.Length || text[at] is not (':' or '：'))
            return null;
        at = SkipBlank(text, at + 1);
        var end = Math.Min(text.Length, at + AnswerFinder.LongestBody);
        if (at >= end || ValueEnd(text, at, end) is not { } close)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(at, close - at));
            return new FoundAnswer("the JSON answer", InWords(json.RootElement), text[close..], true, true, at);
        }
        // Malformed JSON, and escapes or characters that are no valid UTF-16.
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static int? ValueEnd(string text, int at, int end)
    {
        if (text[at] is '"')
        {
            for (var i = at + 1; i < end; i++)
            {
                if (text[i] == '\\')
                    i++;
                else if (text[i] == '"')
                    return i + 1;
            }

            return null;
        }

        if (text[at] is '[')
        {
            var close = text.IndexOf(']', at, end - at);
            return close < 0 ? null : close + 1;
        }

        var length = text.AsSpan(at, end - at).IndexOfAny(",}\r\n");
        return length < 0 ? null : at + length;
    }

    private static string InWords(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(InWords)),
        JsonValueKind.Null => "unknown",
        _ => value.GetRawText(),
    };

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
