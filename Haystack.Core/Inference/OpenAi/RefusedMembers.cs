using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>Learns from what a server refuses by name: what it does not know is left out, and what it calls otherwise is called so.</summary>
internal static partial class RefusedMembers
{
    private static readonly string[] Dispensable =
    [
        "top_k", "min_p", "repeat_penalty", "repetition_penalty", "presence_penalty", "frequency_penalty", "seed", "stream_options", "temperature", "top_p", "reasoning_effort", "chat_template_kwargs", "cache_prompt",
    ];

    /// <summary>Settings without what the fault names; null where it names nothing that could be left out.</summary>
    /// <param name="settings">What was sent.</param>
    /// <param name="fault">What the server said, its HTTP status at the front.</param>
    public static OpenAiSettings? Learn(OpenAiSettings settings, string? fault)
    {
        if (fault is null || !Refusal().IsMatch(fault))
            return null;
        if (Budget().IsMatch(fault))
        {
            if (Least().Match(fault) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var least) && least is > 1 and <= 1024 && least > settings.LeastOutputTokens)
                return settings with { LeastOutputTokens = least };
            var completion = settings.SendsCompletionTokens ?? settings.Flavor == OpenAiFlavor.OpenAi;
            return settings.SendsCompletionTokens is null && Unknown().IsMatch(fault) ? settings with { SendsCompletionTokens = !completion } : null;
        }

        var named = Dispensable.Where(d => Regex.IsMatch(fault, $"(?<![A-Za-z_]){d}(?![A-Za-z_])", RegexOptions.IgnoreCase) && !settings.IsLeftOut(d)).ToHashSet(StringComparer.Ordinal);
        // Of two that may not go together the one that is off by default goes; how much to think is never left out in silence.
        if (named.Contains("temperature") && named.Contains("top_p"))
            named.Remove("temperature");
        if (settings.Think is not null)
            named.ExceptWith(["reasoning_effort", "chat_template_kwargs"]);
        if (named.Count == 0)
            return null;
        return settings with { LeftOut = settings.LeftOut.Concat(named).ToHashSet(StringComparer.Ordinal) };
    }

    [GeneratedRegex(@"^(HTTP 4(00|04|15|22)|HTTP 50[01]|the server broke off with an error)", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"max_(completion_|output_|new_)?tokens|max_tokens", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Budget();

    [GeneratedRegex(@"(?:>=|≥|at least|minimum(?: value)?(?: of| is)?|greater than or equal to|no less than|not be less than|below)\D{0,40}(\d{1,4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Least();

    [GeneratedRegex(@"unsupported|not supported|unknown|unrecogni[sz]ed|extra (inputs|fields|inputs)|not permitted|unexpected|not allowed|invalid (parameter|field|argument)|instead|required|deprecated", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();
}
