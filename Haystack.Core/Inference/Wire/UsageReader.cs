using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads token counts wherever in a message they stand, under every vendor's names. A later zero never takes the place of a count.</summary>
internal static class UsageReader
{
    private const int Deepest = 5;

    /// <summary>Notes the counts of <paramref name="message"/>; says whether it has any.</summary>
    public static bool Read(WireTap tap, JsonElement message)
    {
        var (counts, guessed) = (new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        Collect(message, counts, guessed, isUsage: false, side: null, 0);
        // A name that is known goes before one that is understood.
        foreach (var (role, count) in guessed)
            counts.TryAdd(role, count);
        if (counts.Count > 0)
            Note(tap, counts);
        return counts.Count > 0;
    }

    private static void Collect(JsonElement element, Dictionary<string, long> counts, Dictionary<string, long> guessed, bool isUsage, string? side, int depth)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = Plain(member.Name);
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object when depth < Deepest && (isUsage || !IsNoWay(name)):
                    Collect(member.Value, counts, guessed, isUsage || IsUsage(name), isUsage ? UsageWords.Role(member.Name, side) : null, depth + 1);
                    break;
                case JsonValueKind.Array when depth < Deepest && name is "choices" or "candidates":
                    foreach (var item in member.Value.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Take(1))
                        Collect(item, counts, guessed, isUsage, side, depth + 1);
                    break;
                case JsonValueKind.Array when depth < Deepest && IsUsage(name):
                    foreach (var item in member.Value.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Take(1))
                        Collect(item, counts, guessed, isUsage: true, side: null, depth + 1);
                    break;
                // Counts as a text of JSON.
                case JsonValueKind.String when depth < Deepest && IsUsage(name) && member.Value.Text() is { Length: < 4096 } text && text.AsSpan().TrimStart() is ['{', ..]:
                    using (var inner = LooseJson.Parse(Encoding.UTF8.GetBytes(text)))
                    {
                        if (inner is { RootElement.ValueKind: JsonValueKind.Object })
                            Collect(inner.RootElement, counts, guessed, isUsage: true, side: null, depth + 1);
                    }

                    break;
                case JsonValueKind.Array when Role(name) is { } role && member.Value.GetArrayLength() == 1 && member.Value[0].Whole() is { } count and >= 0 and < 1_000_000_000:
                    counts[role] = count > 0 || !counts.TryGetValue(role, out var earlier) ? count : earlier;
                    break;
                case JsonValueKind.Number or JsonValueKind.String when Role(name) is { } role && Count(member.Value) is { } count and >= 0 and < 1_000_000_000:
                    counts[role] = count > 0 || !counts.TryGetValue(role, out var before) ? count : before;
                    break;
                case JsonValueKind.Number when isUsage && UsageWords.Role(member.Name, side) is { } role && member.Value.Whole() is { } count and >= 0 and < 1_000_000_000:
                    guessed.TryAdd(role, count);
                    break;
            }
        }
    }

    private static void Note(WireTap tap, Dictionary<string, long> counts)
    {
        long? Of(string role) => counts.TryGetValue(role, out var count) ? count : null;
        var (prompt, output, thinking, total) = (Of("prompt"), Of("output"), Of("thinking"), Of("total"));
        (tap.ReadBesides, tap.WrittenBesides) = (Math.Max(tap.ReadBesides, Of("read") ?? 0), Math.Max(tap.WrittenBesides, Of("written") ?? 0));
        // Anthropic leaves out of its count of the input what was read from, or written to, the cache.
        if (prompt is null && Of("input") is { } input)
            prompt = input + tap.ReadBesides + tap.WrittenBesides;
        // Google leaves thinking out of the count of the candidates, and xAI out of that of the completion: it shows in the sum.
        if (Of("candidates") is { } candidates)
            output ??= candidates + (thinking ?? 0);
        else if (thinking > 0 && output is not null && total is not null && total == prompt + output + thinking)
            output += thinking;
        if (prompt is null or 0 && Of("missed") is { } missed && Of("cached") is { } hit)
            prompt = missed + hit;
        if (prompt is null or 0 && total > output)
            prompt = total - output;
        tap.PromptTokens = Later(prompt, tap.PromptTokens);
        if (tap.PromptTokens == 0)
            tap.PromptTokens = null;
        tap.OutputTokens = Later(output, tap.OutputTokens);
        tap.CachedPromptTokens = Later(Of("cached") ?? Of("read"), tap.CachedPromptTokens);
        tap.ThinkingTokens = Later(thinking, tap.ThinkingTokens);
    }

    // "40 tokens" is 40.
    private static long? Count(JsonElement value) =>
        value.Whole() ?? (value.ValueKind == JsonValueKind.String && value.Text()?.Trim() is { } text && text.EndsWith("tokens", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(text[..^6].Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count) ? count : null);

    private static long? Later(long? now, long? before) => now is > 0 || before is null ? now ?? before : before;

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private static bool IsUsage(string name) => name.Contains("usage", StringComparison.Ordinal) || name.Contains("metrics", StringComparison.Ordinal) || name is "billedunits" or "tokens" or "tokencounts" or "tokencount" or "meta" or "statistics" or "stats";

    // Where no counts of the reply are: in texts, tool calls, and what a request may have.
    private static bool IsNoWay(string name) => !IsWay(name) && (name is "content" or "parts" or "input" or "arguments" or "args" or "parameters" or "schema" or "logprobs" or "function" or "functioncall" or "toolcalls" or "audio" or "token"
        || name.Contains("limit", StringComparison.Ordinal) || name.Contains("quota", StringComparison.Ordinal) || name.Contains("remaining", StringComparison.Ordinal));

    private static bool IsWay(string name) => IsUsage(name) || name is "response" or "metadata" or "message" or "delta" or "output" or "data" or "result" or "chunk" or "xgroq" or "timings" or "info" or "details" or "choices" or "body" or "payload" or "json";

    private static string? Role(string name) => name switch
    {
        "prompttokens" or "prompttokencount" or "promptevalcount" or "ntokensprompt" or "prompttokenstotal" or "tokensevaluated" or "totalprompttokens" or "numprompttokens" or "tokensprompt" or "prompttokenslen" => "prompt",
        "inputtokens" or "inputtokencount" or "inputtokenscount" or "totalinputtokens" or "numinputtokens" or "tokensinput" or "tokensin" or "ninputtokens" => "input",
        "completiontokens" or "completiontokencount" or "outputtokens" or "outputtokencount" or "outputtokenscount" or "generatedtokens" or "generatedtokencount" or "evalcount" or "ntokenscompletion"
            or "tokenspredicted" or "totaloutputtokens" or "totalcompletiontokens" or "numcompletiontokens" or "numoutputtokens" or "tokenscompletion" or "tokensoutput" or "tokensout" or "noutputtokens" or "tokensgenerated" => "output",
        "candidatestokencount" => "candidates",
        "reasoningtokens" or "reasoningtokencount" or "thinkingtokens" or "thinkingtokencount" or "thoughtstokencount" or "reasoningoutputtokens" => "thinking",
        "cachedtokens" or "cachedtokencount" or "prompttokenscached" or "promptcachehittokens" or "cachedcontenttokencount" or "promptevalcachedcount" or "cachedprompttokens" or "cachedinputtokens"
            or "inputtokenscached" or "numcachedtokens" or "promptcachedtokens" or "cachehittokens" => "cached",
        "cachereadinputtokens" or "cachereadtokens" or "cachereadinputtokencount" => "read",
        "cachecreationinputtokens" or "cachewriteinputtokens" or "cachecreationtokens" or "cachewritetokens" or "cachewriteinputtokencount" => "written",
        "promptcachemisstokens" or "uncachedtokens" or "uncachedprompttokens" or "cachemisstokens" => "missed",
        "totaltokens" or "totaltokencount" => "total",
        _ => null,
    };
}
