using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Plots;

/// <summary>What was found of a model, in one sentence that claims no more than was measured.</summary>
internal static class FindingSentence
{
    private const int LongestName = 32;

    /// <summary>For example <c>qwq:32b has lost half of its recall by 4.2k tokens between the facts</c>.</summary>
    public static string Of(RunFigures figures, ModelRow model) => Of(figures, model, model.Name);

    /// <summary>The same as the title of a picture, where a long name would leave no room for what was found.</summary>
    public static string Title(RunFigures figures, ModelRow model) => Of(figures, model, model.Name.Length <= LongestName ? model.Name : "The model");

    /// <summary>The same below the model's own name.</summary>
    public static string Below(RunFigures figures, ModelRow model) => Of(figures, model, "It");

    private static string Of(RunFigures figures, ModelRow model, string subject)
    {
        if (figures.Fits.GetValueOrDefault(model.Name) is not { } fit)
            return $"{subject} was not asked";
        if (figures.Doubts.TryGetValue(model.Name, out var doubt))
            return $"{subject} is {doubt.Verdict}";
        if (figures.Caches.TryGetValue(model.Name, out var cache) && cache.Finding == CacheFinding.ChangesAnswers)
            return $"{subject} answers otherwise where its server's cache is used: nothing follows for the model";
        // What is not even found side by side says nothing of distance.
        if (fit.Setup is not null)
            return $"{subject} does not find single facts side by side: its set-up is to be looked at, not the distance";
        var found = fit.Accuracy;
        var sign = model.TokenizerGrade == TokenizerGrade.Calibrated ? "≈" : "";
        var farthest = found.ByDistance.Count == 0 ? "" : sign + TokenText.Short(found.ByDistance[^1].DistanceTokens);
        var low = found.D50.Low is >= 1 and var l ? sign + TokenText.RoundedDown(Math.Min(l, found.ByDistance[^1].DistanceTokens)) : null;
        return $"{subject} {Predicate(found, sign, farthest, low)}";
    }

    private static string Predicate(Findings found, string sign, string farthest, string? low) => found.Status switch
    {
        CurveStatus.TooFew => "gave too few answers to tell",
        CurveStatus.AtChance => "answers at chance, whatever the distance",
        CurveStatus.Contradicted => "does not fall by one rule of distance: see its heatmap",
        CurveStatus.Perfect => $"combined facts at every distance asked, up to {farthest} tokens apart",
        CurveStatus.Separated when low is not null => $"combines facts up to {low} tokens apart, and falls by a step after that",
        CurveStatus.Fitted when found.D50.Tokens is { } d50 => $"has lost half of its recall when {sign}{TokenText.Rounded(d50)} tokens stand between the facts{(found.IsPoorFit ? " (poor fit)" : "")}",
        CurveStatus.Fitted when found.D50.InGap => "has lost half of its recall at the first distance above 0",
        CurveStatus.Fitted when !found.D50.Beyond => "falls with distance; where it has lost half of its recall is not settled",
        _ when low is not null => $"keeps more than half of its recall up to {low} tokens apart; how it goes on is not established",
        _ => "shows no fall by distance that is established",
    };
}
