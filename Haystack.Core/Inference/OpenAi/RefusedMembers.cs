using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>Learns from what a server refuses by name: what it does not know is left out, and what it calls otherwise is called so.</summary>
internal static partial class RefusedMembers
{
    private static readonly string[] Dispensable =
    [
        "top_k", "min_p", "repeat_penalty", "repetition_penalty", "presence_penalty", "frequency_penalty", "seed", "stream_options", "temperature", "top_p", "reasoning_effort", "chat_template_kwargs", "cache_prompt", "prompt_cache_key",
    ];

    /// <summary>Settings without what the fault names; null where it names nothing that could be left out.</summary>
    /// <param name="settings">What was sent.</param>
    /// <param name="fault">What the server said, its HTTP status at the front.</param>
    public static OpenAiSettings? Learn(OpenAiSettings settings, string? fault)
    {
        if (fault is null || !Refusal().IsMatch(fault))
            return null;
        // What a server says that it does take is not what it refuses.
        fault = Taken().Replace(fault, "");
        if (Budget().IsMatch(fault))
        {
            if (LeastOf(fault) is { } least && least is > 1 and <= 1024 && least > settings.LeastOutputTokens)
                return settings with { LeastOutputTokens = least };
            var completion = settings.SendsCompletionTokens ?? settings.Flavor == OpenAiFlavor.OpenAi;
            return settings.SendsCompletionTokens is null && Unknown().IsMatch(fault) ? settings with { SendsCompletionTokens = !completion } : null;
        }

        var named = Dispensable.Where(d => Regex.IsMatch(fault, $"(?<![A-Za-z_]){d.Replace("_", "[_ -]?", StringComparison.Ordinal)}(?![A-Za-z_])", RegexOptions.IgnoreCase) && !settings.IsLeftOut(d)).ToHashSet(StringComparer.Ordinal);
        // Of two that may not go together the one that is off by default goes; how much to think is never left out in silence.
        if (named.Contains("temperature") && named.Contains("top_p"))
            named.Remove("temperature");
        if (settings.Think is not null)
            named.ExceptWith(["reasoning_effort", "chat_template_kwargs"]);
        if (named.Count == 0)
            return null;
        return settings with { LeftOut = settings.LeftOut.Concat(named).ToHashSet(StringComparer.Ordinal) };
    }

    // "at least 16", "must be > 15", "between 16 and 4096", "[16, 8192]"
    private static int? LeastOf(string fault)
    {
        var match = Least().Match(fault) is { Success: true } told ? told : Range().Match(fault) is { Success: true } range ? range : Above().Match(fault);
        return match.Success && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number + (match.Groups["above"].Success ? 1 : 0) : null;
    }

    [GeneratedRegex(@"(?:between|\[|range(?: of| is| should be| must be)?|from)\s*(\d{1,4})\s*(?:,|and|to|-|–|\.\.+|~)\s*\d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<above>(?:greater|larger|more|higher) than|>|exceed)\D{0,20}(\d{1,4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Above();

    [GeneratedRegex(@"(?<!\b(?:not|no)(?: an?)? )\b(?:supported|allowed|valid|accepted|available|permitted|known|expected)\s+(?:request |sampling )?(?:parameters?|params|fields?|arguments?|options?|properties|keys|names)\s*(?:are|include|:|=).*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Taken();

    [GeneratedRegex(@"^(HTTP 4(00|04|15|22)|HTTP 50[01]|the server broke off with an error)", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"max_(completion_|output_|new_)?tokens|max_tokens", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Budget();

    [GeneratedRegex(@"(?:>=|≥|at least|minimum(?: value)?(?: of| is)?|greater than or equal to|no less than|not be less than|below)\D{0,40}(\d{1,4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Least();

    [GeneratedRegex(@"unsupported|not supported|unknown|unrecogni[sz]ed|extra (inputs|fields|inputs)|not permitted|unexpected|not allowed|invalid (parameter|field|argument)|instead|required|deprecated", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();
}
