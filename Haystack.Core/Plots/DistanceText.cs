using Haystack.Analysis;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Plots;

/// <summary>An estimated distance in words, the same in every picture and report.</summary>
internal static class DistanceText
{
    /// <summary>
    /// <c>5.2k [3.9k, 7k]</c>; <c>&gt; 28k</c> where the data do not fall that far; or why there is none. "≈" stands
    /// before a number where tokens are estimated, "(poor fit)" behind it where the curve does not describe the answers.
    /// </summary>
    public static string Of(TokenDistance distance, Findings findings, TokenizerGrade grade) =>
        findings.IsPoorFit ? $"{Plain(distance, findings, grade)} (poor fit)" : Plain(distance, findings, grade);

    private static string Plain(TokenDistance distance, Findings findings, TokenizerGrade grade)
    {
        var sign = grade == TokenizerGrade.Calibrated ? "≈" : "";
        var farthest = findings.ByDistance.Count == 0 ? 0 : findings.ByDistance[^1].DistanceTokens;
        var beyond = $"> {sign}{TokenText.Short(farthest)}";
        if (distance.Tokens is { } tokens)
            return $"{sign}{TokenText.Rounded(tokens)} [{End(distance.Low, "0")}, {(distance.HighBeyond ? beyond : End(distance.High, "?"))}]";
        if (distance.InGap)
        {
            var smallest = findings.ByDistance.Where(d => d.DistanceTokens > 0).Min(d => d.DistanceTokens);
            return $"< {sign}{TokenText.Short(smallest)} [0, {(distance.HighBeyond ? beyond : End(distance.High, "?"))}]";
        }

        if (findings.Status == CurveStatus.Fitted && !distance.Beyond && distance.Low is not null)
            return $"in [{End(distance.Low, "0")}, {(distance.HighBeyond ? beyond : End(distance.High, "?"))}]";
        if (findings.Status == CurveStatus.Separated && distance.Low is not null)
            return $"a step in [{End(distance.Low, "0")}, {(distance.HighBeyond ? beyond : End(distance.High, "?"))}]";
        return Why(findings.Status, distance, beyond, sign, farthest);
    }

    /// <summary>Half-recall distance of a model; a dash where nothing was asked of it.</summary>
    public static string D50(FitReport? fit, ModelRow model) =>
        fit is null ? "–" : Of(fit.Accuracy.D50, fit.Accuracy, model.TokenizerGrade);

    private static string Why(CurveStatus status, TokenDistance distance, string beyond, string sign, int farthest) => status switch
    {
        CurveStatus.TooFew => "too few answers",
        CurveStatus.AtChance => "at chance",
        CurveStatus.Contradicted => "no one distance",
        CurveStatus.Perfect when distance.Low is { } low && low < farthest => $"> {sign}{TokenText.RoundedDown(low)} (no miss up to {TokenText.Short(farthest)})",
        CurveStatus.Perfect => $"{beyond} (no miss)",
        CurveStatus.Flat when distance.Low is null or < 1 => "fall not established",
        CurveStatus.Flat when distance.Low is { } low && low < farthest => $"> {sign}{TokenText.RoundedDown(low)} (fall not established)",
        CurveStatus.Flat => $"{beyond} (no fall by distance found)",
        CurveStatus.Fitted when distance is { Low: null, High: null, Beyond: false } => "disputed",
        CurveStatus.Fitted when distance.Beyond && distance.Low is { } low && low < farthest => $"> {sign}{TokenText.RoundedDown(low)} (fall to half not established)",
        _ => distance.Beyond ? beyond : "–",
    };

    private static string End(double? tokens, string missing) => tokens is { } known ? TokenText.Rounded(known) : missing;
}
