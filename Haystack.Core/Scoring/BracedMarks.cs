using System.Buffers;
using System.Text.Json;

namespace Haystack.Scoring;

/// <summary>Finds answers in <c>\boxed{}</c>, in JSON, and between answer tags.</summary>
internal static class BracedMarks
{
    /// <summary>How many unclosed openings are tried before a reply is held to have none: it bounds the time.</summary>
    private const int Tries = 50;

    private static readonly string[] Keys = ["answer", "final_answer", "finalanswer", "final answer", "答案", "最终答案", "correct_answer"];
    private static readonly string[] WeakKeys = ["result", "response", "output", "value", "结果", "回答"];
    private static readonly (string Open, string Close)[] Tags =
    [
        .. new[] { "answer", "final_answer", "final", "response", "output", "result", "答案" }.Select(t => ($"<{t}>", $"</{t}>")),
        .. new[] { "box", "answer" }.Select(t => ($"<|begin_of_{t}|>", $"<|end_of_{t}|>")),
    ];

    // One look through the text for all of them: most replies have none.
    private static readonly SearchValues<string> Openings = SearchValues.Create(
        [.. Keys.Concat(WeakKeys).Select(k => $"\"{k}\""), .. Tags.Select(t => t.Open), "\\boxed"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there may be any.</summary>
    public static bool MayBeIn(string text) => text.AsSpan().IndexOfAny(Openings) >= 0;

    /// <summary>The last closed <c>\boxed{…}</c>, braces nested.</summary>
    public static Mark? Boxed(string text)
    {
        foreach (var at in Places(text, "\\boxed"))
        {
            var open = at + "\\boxed".Length;
            while (open < text.Length && text[open] == ' ')
                open++;
            if (open < text.Length && text[open] == '{' && ClosingBrace(text, open) is var close && close > 0)
                return new Mark("the last \\boxed{}", at, text[(open + 1)..close], close + 1, true, false);
        }

        return null;
    }

    /// <summary>The last <c>"answer": …</c> whose value is a whole JSON value.</summary>
    public static Mark? Json(string text)
    {
        foreach (var keys in (string[][])[Keys, WeakKeys])
        {
            var found = keys.SelectMany(k => Places(text, $"\"{k}\"").Select(at => JsonValueAt(text, at, at + k.Length + 2)).OfType<Mark>().Take(1)).MaxBy(m => m.Start);
            if (found is not null)
                return found;
        }

        return null;
    }

    /// <summary>The last <c>&lt;answer&gt;…&lt;/answer&gt;</c> or its kin.</summary>
    public static Mark? Tagged(string text) => Tags.SelectMany(t => Places(text, t.Open).Select(at => TagAt(text, at, t)).OfType<Mark>().Take(1)).MaxBy(m => m.Start);

    private static Mark? TagAt(string text, int at, (string Open, string Close) tag)
    {
        var start = at + tag.Open.Length;
        var window = text.AsSpan(start, Math.Min(MarkFinder.LongestBody, text.Length - start));
        var length = window.IndexOf(tag.Close, StringComparison.OrdinalIgnoreCase);
        return length < 0 ? null : new Mark($"the last {tag.Open} tag", at, window[..length].ToString(), start + length + tag.Close.Length, true, false);
    }

    /// <summary>The last places of a word, case ignored, from the end.</summary>
    private static IEnumerable<int> Places(string text, string word)
    {
        var end = text.Length;
        for (var i = 0; i < Tries && end > 0; i++)
        {
            var at = text.AsSpan(0, end).LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                yield break;
            yield return at;
            end = at;
        }
    }

    private static int ClosingBrace(string text, int open)
    {
        var depth = 0;
        var end = Math.Min(text.Length, open + MarkFinder.LongestBody);
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

    private static Mark? JsonValueAt(string text, int start, int at)
    {
        at = SkipBlank(text, at);
        if (at >= text.Length || text[at] is not (':' or '：'))
            return null;
        at = SkipBlank(text, at + 1);
        var end = Math.Min(text.Length, at + MarkFinder.LongestBody);
        if (at >= end || ValueEnd(text, at, end) is not { } close)
            return null;
        try
        {
            using var json = BoundedJson.Parse(text.AsMemory(at, close - at));
            return new Mark("the JSON answer", start, InWords(json.RootElement), close, true, false);
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

        if (text[at] is '{')
            return ClosingBrace(text, at) is var brace and > 0 ? brace + 1 : null;
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
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => InWords(p.Value))),
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
