using System.Globalization;
using Haystack.Analysis;
using Haystack.Plots;

namespace Haystack.Reports;

/// <summary>What part of the prompt tokens a server had to compute, in words.</summary>
internal static class PromptTokensText
{
    /// <summary><c>4.6% (61,204 of 1,330,522)</c>, or that the server does not say. Rounded up, so that it never reads better than it is.</summary>
    public static string Of(PromptTokenUse use)
    {
        if (use is not { ComputedShare: { } share, Computed: { } computed })
            return "not reported by this server";
        var rest = use.Told < use.Sent ? $"; not told for another {TokenText.Count(use.Sent - use.Told)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(1000 * share) / 10:0.0}% ({TokenText.Count(computed)} of {TokenText.Count(use.Told)}{rest})");
    }
}
