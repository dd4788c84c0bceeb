using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>Servers' words for why a reply ended, and what they mean. A word that is not known means that the model came to its end.</summary>
internal static partial class EndReason
{
    private static readonly string[] Names = ["finish_reason", "finishReason", "done_reason", "doneReason", "stop_reason", "stopReason", "native_finish_reason"];

    private static readonly (string Part, EndKind Kind)[] Parts =
    [
        ("length", EndKind.Length), ("_max", EndKind.Length), ("limit", EndKind.Length), ("truncat", EndKind.Length), ("context_window", EndKind.Length),
        ("exceed", EndKind.Length), ("exhaust", EndKind.Length), ("_full_", EndKind.Length), ("ran_out", EndKind.Length), ("_window_", EndKind.Length), ("n_predict", EndKind.Length), ("budget", EndKind.Length), ("incomplete", EndKind.Length), ("context_exceed", EndKind.Length),
        ("out_of_token", EndKind.Length), ("cutoff", EndKind.Length), ("cut_off", EndKind.Length), ("too_long", EndKind.Length), ("num_predict", EndKind.Length), ("overflow", EndKind.Length), ("capacity", EndKind.Length),
        ("长度", EndKind.Length), ("上限", EndKind.Length), ("截断", EndKind.Length), ("longueur", EndKind.Length),
        ("filter", EndKind.Withheld), ("safety", EndKind.Withheld), ("recitation", EndKind.Withheld), ("blocklist", EndKind.Withheld),
        ("prohibited", EndKind.Withheld), ("spii", EndKind.Withheld), ("moderat", EndKind.Withheld), ("guardrail", EndKind.Withheld),
        ("sensitive", EndKind.Withheld), ("blocked", EndKind.Withheld), ("flagged", EndKind.Withheld), ("violation", EndKind.Withheld), ("censor", EndKind.Withheld), ("inappropriate", EndKind.Withheld), ("denied", EndKind.Withheld), ("forbidden", EndKind.Withheld), ("敏感", EndKind.Withheld), ("refusal", EndKind.Withheld), ("policy", EndKind.Withheld),
        ("tool", EndKind.Tool), ("function", EndKind.Tool),
        ("error", EndKind.Broken), ("fail", EndKind.Broken), ("abort", EndKind.Broken), ("cancel", EndKind.Broken), ("_load", EndKind.Broken), ("_unload", EndKind.Broken),
        ("exception", EndKind.Broken), ("timeout", EndKind.Broken), ("timed_out", EndKind.Broken), ("insufficient", EndKind.Broken),
        ("unavailable", EndKind.Broken), ("interrupt", EndKind.Broken), ("disconnect", EndKind.Broken), ("shutdown", EndKind.Broken),
        ("crash", EndKind.Broken), ("_lost_", EndKind.Broken), ("_hang", EndKind.Broken), ("hangup", EndKind.Broken), ("reject", EndKind.Broken), ("panic", EndKind.Broken), ("overload", EndKind.Broken), ("corrupt", EndKind.Broken), ("unreachable", EndKind.Broken), ("_invalid", EndKind.Broken), ("_down_", EndKind.Broken), ("_kill", EndKind.Broken), ("preempt", EndKind.Broken), ("_evict", EndKind.Broken), ("_oom_", EndKind.Broken), ("_nan_", EndKind.Broken), ("_bad_", EndKind.Broken), ("broken", EndKind.Broken), ("stall", EndKind.Broken), ("watchdog", EndKind.Broken),
        ("quota", EndKind.Broken), ("rate_limit", EndKind.Broken), ("_died", EndKind.Broken), ("_dead_", EndKind.Broken), ("segfault", EndKind.Broken), ("removed", EndKind.Broken), ("expired", EndKind.Broken), ("错误", EndKind.Broken), ("异常", EndKind.Broken),
    ];

    /// <summary>The word that an object gives; null where it gives none.</summary>
    public static string? In(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        string? said = null;
        foreach (var name in Names)
        {
            if (element.Member(name) is not { } value || Word(value) is not { } word)
                continue;
            // A gateway's "stop" beside its provider's "SAFETY" or "MAX_TOKENS" is a translation that lost what was said.
            if (KindOf(word) is EndKind.Broken or EndKind.Withheld or EndKind.Length)
                return word;
            said ??= word;
        }

        return said;
    }

    /// <summary>What a word means.</summary>
    public static EndKind KindOf(string? reason)
    {
        if (reason is null)
            return EndKind.Stop;
        // Words between underscores, whatever parted them, without what is said not to be.
        var word = Denied().Replace($"_{Partings().Replace(Humps().Replace(reason.Trim(), "_"), "_").ToLowerInvariant()}_", "_");
        // The first that it speaks of: "max_tokens_error" is an error first of all.
        var broken = Array.Exists(Parts, p => p.Kind == EndKind.Broken && word.Contains(p.Part, StringComparison.Ordinal));
        return broken ? EndKind.Broken : Parts.FirstOrDefault(p => word.Contains(p.Part, StringComparison.Ordinal)).Kind;
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();

    [GeneratedRegex(@"[^\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Partings();

    // no_error, not_truncated, unlimited
    [GeneratedRegex("_(?:no|not|non|without|never)_[^_]+|_un(?:limited|filtered|truncated|flagged|blocked)(?=_)", RegexOptions.CultureInvariant)]
    private static partial Regex Denied();

    private static string? Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text() is { } text && text.Trim() is { Length: > 0 } word && !word.Equals("null", StringComparison.OrdinalIgnoreCase) && word != "None" ? word : null,
        JsonValueKind.Number => value.Whole() is 0 ? null : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.Object => value.Text("type") ?? value.Text("reason") ?? value.Text("value") ?? value.Text("name"),
        JsonValueKind.Array => value.EnumerateArray().Select(Word).FirstOrDefault(w => w is not null),
        _ => null,
    };
}
