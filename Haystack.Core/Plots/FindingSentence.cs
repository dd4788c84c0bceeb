using Haystack.Analysis;
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
    public static string Title(RunFigures figures, ModelRow model) => Of(figures, model, Subject(model));

    private static string Subject(ModelRow model) => model.Name.Length <= LongestName ? model.Name : "The model";

    /// <summary>The title of a picture of all models: of one what was found of it, of several how many lost half of their recall.</summary>
    public static string Title(RunFigures figures)
    {
        if (figures.Run.Models is [var only])
            return Title(figures, only);
        var told = figures.Run.Models.Where(m => Obstacle(figures, m, "") is null && figures.Fits[m.Name].Setup is null).Select(m => figures.Fits[m.Name].Accuracy).ToArray();
        var lost = told.Count(f => f.Status == CurveStatus.Fitted && !f.D50.HighBeyond && (f.D50.Tokens is not null || f.D50.InGap));
        var whole = told.Count(f => f.Status == CurveStatus.Perfect);
        var rest = figures.Run.Models.Count - lost - whole;
        var farthest = told.SelectMany(f => f.ByDistance).Select(d => d.DistanceTokens).DefaultIfEmpty().Max();
        if (farthest == 0)
            return $"Of {figures.Run.Models.Count} models nothing is established";
        var sign = figures.Run.Models.Any(m => m.TokenizerGrade == TokenizerGrade.Calibrated) ? "≈" : "";
        var within = $"within {sign}{TokenText.Short(farthest)} tokens";
        string[] parts =
        [
            lost == 0 ? $"None of {figures.Run.Models.Count} models is shown to have lost half of its recall {within}"
                : $"{lost} of {figures.Run.Models.Count} models {(lost == 1 ? "has lost half of its" : "have lost half of their")} recall {within}",
            whole == 0 ? "" : $"{whole} missed nothing",
            rest == 0 ? "" : $"of {rest} it is not established",
        ];
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    /// <summary>A measured predicate about a model as the title of a picture; where its answers say nothing of it, that.</summary>
    public static string Title(RunFigures figures, ModelRow model, string predicate)
    {
        var subject = Subject(model);
        return Obstacle(figures, model, subject) ?? $"{subject} {predicate}";
    }

    /// <summary>The same below the model's own name.</summary>
    public static string Below(RunFigures figures, ModelRow model) => Of(figures, model, "It");

    private static string Of(RunFigures figures, ModelRow model, string subject)
    {
        if (Obstacle(figures, model, subject) is { } obstacle)
            return obstacle;
        var fit = figures.Fits[model.Name];
        // What is not even found side by side says nothing of distance.
        if (fit.Setup is not null)
            return $"{subject} does not find single facts side by side: its set-up is to be looked at, not the distance";
        var found = fit.Accuracy;
        var sign = model.TokenizerGrade == TokenizerGrade.Calibrated ? "≈" : "";
        var farthest = found.ByDistance.Count == 0 ? "" : sign + TokenText.Short(found.ByDistance[^1].DistanceTokens);
        var low = found.D50.Low is >= 1 and var l ? sign + TokenText.RoundedDown(Math.Min(l, found.ByDistance[^1].DistanceTokens)) : null;
        return $"{subject} {Predicate(found, sign, farthest, low)}";
    }

    /// <summary>Why nothing that was asked of a model says anything of it; null where there is no such reason.</summary>
    private static string? Obstacle(RunFigures figures, ModelRow model, string subject)
    {
        if (!figures.Fits.ContainsKey(model.Name))
            return $"{subject} was not asked";
        if (figures.Doubts.TryGetValue(model.Name, out var doubt))
            return $"{subject} is {doubt.Verdict}";
        if (figures.Caches.TryGetValue(model.Name, out var cache) && cache.Finding == CacheFinding.ChangesAnswers)
            return $"{subject} answers otherwise where its server's cache is used: nothing follows for the model";
        return null;
    }

    private static string Predicate(Findings found, string sign, string farthest, string? low) => found.Status switch
    {
        CurveStatus.TooFew => "gave too few answers to tell",
        CurveStatus.AtChance => "answers at chance, whatever the distance",
        CurveStatus.Contradicted => "does not fall by one rule of distance: see its heatmap",
        CurveStatus.Perfect => $"combined facts at every distance asked, up to {farthest} tokens apart",
        CurveStatus.Separated when low is not null => $"combines facts up to {low} tokens apart, and falls by a step after that",
        // An interval without an upper end holds that half is never lost within what was asked.
        CurveStatus.Fitted when found.D50 is { Tokens: { } likely, HighBeyond: true } => $"may have lost half of its recall when {sign}{TokenText.Rounded(likely)} tokens stand between the facts, which is not established{(found.IsPoorFit ? " (poor fit)" : "")}",
        CurveStatus.Fitted when found.D50 is { InGap: true, HighBeyond: true } => "may have lost half of its recall at the first distance above 0, which is not established",
        CurveStatus.Fitted when found.D50.Tokens is { } d50 => $"has lost half of its recall when {sign}{TokenText.Rounded(d50)} tokens stand between the facts{(found.IsPoorFit ? " (poor fit)" : "")}",
        CurveStatus.Fitted when found.D50.InGap => "has lost half of its recall at the first distance above 0",
        CurveStatus.Fitted when !found.D50.Beyond => "falls with distance; where it has lost half of its recall is not settled",
        _ when low is not null => $"keeps more than half of its recall up to {low} tokens apart; how it goes on is not established",
        _ => "shows no fall by distance that is established",
    };
}
