using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Calling;

/// <summary>Tells a refusal of a prompt as too long from all that servers say else, and reads the prompt's tokens out of it.</summary>
/// <remarks>Known wordings stand in <c>Data/refusals.txt</c>; those of servers yet to come are found by what such a sentence has to speak of.</remarks>
internal static partial class PromptRefusal
{
    private static readonly IReadOnlyList<Regex> Known = Load();

    /// <summary>Whether <paramref name="said"/> (words, or a body) says that the prompt is too long.</summary>
    public static bool Is(string said)
    {
        var text = Plain(said);
        if (IsFullCache(text))
            return false;
        return Known.Any(k => k.IsMatch(text)) || ((General().IsMatch(text) || Measures(text)) && !IsOfReplyAlone(Words(said) ?? said) && !Other().IsMatch(text)) || Code().IsMatch(text);
    }

    /// <summary>
    /// Whether it is llama.cpp's word for a cache that its slots share and that is full: another prompt took the room, and
    /// this one is not too long.
    /// </summary>
    public static bool IsFullCache(string said) => FullCache().IsMatch(said) && !said.Contains("n_prompt_tokens", StringComparison.Ordinal);

    /// <summary>The prompt's tokens; null where they are not told.</summary>
    public static long? Tokens(string said)
    {
        var text = Plain(said);
        var counts = Known.Select(k => Number(k.Match(text))).Concat(Cues().Select(c => Number(c.Match(text)))).OfType<long>();
        return counts.Select(c => (long?)c).FirstOrDefault() ?? Larger(text);
    }

    private static bool IsOfReplyAlone(string words) => Reply().IsMatch(words) && !Prompt().IsMatch(words);

    // Tokens, a prompt and a bound, and two numbers: what else they say may be in any words.
    private static bool Measures(string text) =>
        (Reply().IsMatch(text) ? Prompt() : Subject()).IsMatch(text) && Bound().IsMatch(text) && TokenWord().IsMatch(text) && Numbers().Matches(text).Select(m => m.Value).Where(n => n.Length > 2).Distinct().Count() >= 2;

    [GeneratedRegex(@"\b(prompts?|inputs?|context\w*|messages?|conversation|sequence|request|entrada|eingabe|invite)\b|프롬프트|입력|контекст|запрос|输入|提示|上下文|入力", Options)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b(only|most|maxim\w*|max|limit\w*|allow\w*|erlaubt|available|permitted|window|capacity|can (read|handle|take))\b|최대|초과|максим|лимит|предел|上限|最大|最多", Options)]
    private static partial Regex Bound();

    // Where tokens of a reply are spoken of, only a prompt that is named is one.
    [GeneratedRegex(@"\b(output|completion|response|reply|generat\w*|new)[ _]tokens?\b|\b(thinking|reasoning)[ _](tokens?|budget)\b|\btokens? (to|of) (generate|output)\b", Options)]
    private static partial Regex Reply();

    [GeneratedRegex(@"\b(prompts?|inputs?|messages?|conversation)\b", Options)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\btokens?\b|토큰|токен|トークン|词元|令牌", Options)]
    private static partial Regex TokenWord();

    // Of two numbers in such a refusal the larger is the prompt.
    private static long? Larger(string text)
    {
        if (Excess().IsMatch(text))
            return null;
        var numbers = Numbers().Matches(text).Select(m => long.Parse(m.Value, CultureInfo.InvariantCulture)).Where(n => n is >= 16 and not (>= 400 and < 600)).Distinct().ToList();
        return numbers.Count == 2 ? numbers.Max() : null;
    }

    private static IEnumerable<Regex> Cues()
    {
        yield return Compared();
        yield return Named();
        yield return Counted();
        yield return Parenthesised();
        yield return Requested();
    }

    private static long? Number(Match match) =>
        match.Success && match.Groups["n"] is { Success: true } group && long.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // 12,345 and 12_345 are numbers; escaped quotes are quotes, however often they were escaped.
    private static string Plain(string said) => Separators().Replace(Quotes().Replace($"{Words(said)}\n{said}", "\""), "");

    // A body's own words, without the escapes of JSON.
    private static string? Words(string said)
    {
        if (said.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        using var json = LooseJson.Parse(Encoding.UTF8.GetBytes(said));
        return json is null ? null : ErrorReader.WordsOf(json.RootElement);
    }

    private static List<Regex> Load() =>
        [.. DataLines.Of("Calling/refusals.txt").Select(line => new Regex(
            Regex.Escape(line).Replace("\\{n}", "(?<n>\\d{1,12})", StringComparison.Ordinal).Replace("\\{m}", "\\d{1,12}", StringComparison.Ordinal).Replace("\\*", "[^\\n]{0,120}?", StringComparison.Ordinal),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // What is too long, and that it is too long, in one sentence; in either order.
    [GeneratedRegex(
        @"\b(prompt|input|conversation|messages?|request)\b[^\n]{0,60}?\d tokens\b[^\n]{0,60}?\b(limit|maximum|max)\b|\b(prompt|inputs?|context|messages?|sequence|conversation|tokens?|request|document|text)\b[^\n]{0,120}?\b(too (long|large|big|many)|exceed\w*|longer than|larger than|greater than|more than|beyond|overflow\w*|over the|surpass\w*|above (the|this|its|our)|does ?n.?t fit|not fit|cannot fit|out of range|must (be|have|not)|cannot be (longer|larger|more)|reduce|shorten|truncate)\b[^\n]{0,160}?\b(tokens?|context|length|window|max\w*|limit\w*|sequence|n_ctx|size|capacity|allowed|permitted|accepted|supported)\b"
        + @"|\b(too (long|large|many)|exceed\w*|longer than|larger than|greater than|more than|reduce|shorten|maximum|at most|only (supports?|accepts?))\b[^\n]{0,120}?\b((context|prompt|input|sequence|token)\b[^\n]{0,20}?\b(length|window|size|limit|tokens|count)|prompt|input tokens|context|n_ctx|max_\w*(len|length|position\w*|context|tokens))\b"
        + @"|\b(cannot|can.?t|unable to|could not|failed to|refus\w+ to|not able to) (process|handle|fit|accept|encode|take|serve|run)\b[^\n]{0,40}?\d tokens\b"
        + @"|\b(token|context|prompt|input)\w*[ _](budget|limit|window|capacity|length)\b[^\n]{0,20}?\b(exceeded|exhausted|overrun|overflow\w*)\b[^\n]{0,80}?\d"
        // 9000 > 8192
        + @"|\b(prompt|inputs?|input_tokens|prompt_tokens|sequence|seq_?len\w*|context|n_past)\b[^\n]{0,40}?\b\d{2,12}\s*(>=?|exceeds?)[^\d\n]{0,30}\d{2,12}"
        + @"|\b(prompt|input|messages?)\b[^\n]{0,80}?\d tokens?\b[^\n]{0,40}?\b(do(es)? not|don.t|cannot|can.t|won.t) fit\b"
        // In other languages: tokens or a prompt, and that they are over a bound.
        + @"|(tokens?\b|prompt|context|トークン|词元|令牌|토큰|токен|invite|entrada|eingabe)[^\n]{0,80}?(超过|超出|超え|上限|초과|trop long|dépass|zu lang|überschre|zu gro|demasiad|exced|supera|ultrapass|слишком|превыша|troppo)"
        + @"|(超过|超出|trop long|dépass|zu lang|überschre|demasiad|exced|supera|ultrapass|слишком|превыша|troppo)[^\n]{0,80}?(tokens?\b|prompt|context|トークン|词元|令牌|токен|上下文)", Options)]
    private static partial Regex General();

    // Limits of time, of money and of the reply are others.
    [GeneratedRegex(
        @"per[ -](min|minute|day|hour|second)|\b[TR]P[MD]\b|rate.?limit|quota|billing|credit|balance|\bmax_(new_|completion_|output_)?tokens[`'"" ]*(is|must|should|:|=|cannot|parameter)|max_tokens is too large|completion tokens|out of memory|insufficient memory|system memory|logprobs|temperature|top_[pk]|stop sequences|too many requests|concurren\w*|timed? ?out|number of (images|messages|tools|functions)|file size", Options)]
    private static partial Regex Other();

    [GeneratedRegex(@"\b\w*(ctx|context)_?(overflow|exceeded|full)\w*|exceed_context_size|context_length_exceeded|context_window_(exceeded|overflow)|prompt_too_long|input_too_long|context_too_long|max_prompt_tokens_exceeded|tokens_limit_reached|string_above_max_length|too_many_input_tokens|maximum context length|ContextWindowExceeded|context_overflow|prompt_tokens_exceeded|token_limit_exceeded|input_length_exceeded", Options)]
    private static partial Regex Code();

    [GeneratedRegex(@"context size has been exceeded|KV cache is full|failed to find (free space|a (memory|KV) slot)|no (free )?(kv )?(cache )?slots? available", Options)]
    private static partial Regex FullCache();

    [GeneratedRegex(@"(?<=\d)[,_](?=\d{3}(?!\d))")]
    private static partial Regex Separators();

    [GeneratedRegex(@"(?<![\d.])\d{2,12}(?![\d.]*\d)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\\+(u0022|"")", Options)]
    private static partial Regex Quotes();

    // 208310 tokens > 200000
    [GeneratedRegex(@"(?<n>\d{2,12})\s*(tokens?)?\s*((>|&gt;|≥)\s*\d|exceeds?\b|is (longer|larger|greater|more) than)", Options)]
    private static partial Regex Compared();

    // 5000 input tokens; 4744 in the messages; 139000 of text input
    [GeneratedRegex(@"(?<n>\d{2,12})\s+(tokens? )?(in (the|your) (messages?|prompts?|inputs?|conversation|request)|of (text )?(input|prompt)|from the (input|prompt|messages)|`?(prompt|input)s?`? tokens?|(prompt|input) token)", Options)]
    private static partial Regex Named();

    // the prompt has 5000 tokens; but no limit of any kind
    [GeneratedRegex(
        @"(?<!\b(max\w*|limit\w*|only|available|allowed|supported|window|at most|up to|model)\b[^.;:\d]{0,40})\b(prompt|inputs?|messages?|request|conversation|sequence|document|text|tokens?|it|you|got|given|received|found|has|had|was|is|contains?|provided|sent|passed|used|uses|needs?|requires?|actual|current)\b(?![^.;\d]{0,40}\b(max\w*|limit\w*|only|available|allowed|supports?|at most|up to|must|should|cannot)\b)[^.;\d<>]{0,40}?(?<n>\d{2,12})(?!\d)", Options)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\bby (?<n>\d+) tokens", Options)]
    private static partial Regex Excess();

    [GeneratedRegex(@"\((?<n>\d{2,12}) ?(tokens?)?\)", Options)]
    private static partial Regex Parenthesised();

    [GeneratedRegex(@"(requested|given|got|received|actual)\W{0,4}(about |a total of )?(?<n>\d{2,12})", Options)]
    private static partial Regex Requested();
}
