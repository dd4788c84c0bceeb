using System.Text.Json;
using Haystack.Analysis;
using Haystack.Statistics;

namespace Haystack.Reports;

/// <summary>A <see cref="FitReport"/> as JSON, one object a model, for <c>report RUN --json --fit</c>. Missing values are null, never 0.</summary>
public static class FitReportJson
{
    /// <summary>Writes <paramref name="report"/> as one object.</summary>
    public static void Write(Utf8JsonWriter json, FitReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartObject();
        json.WriteString("model", report.Model);
        json.WriteNumber("documents", report.Documents);
        json.WriteNumber("pair_answers", report.PairAnswers);
        json.WriteNumber("invalid", report.Invalid);
        WriteFindings(json, report.Accuracy, "");
        WritePenalty(json, report.Penalty);
        WriteCurve(json, report.Accuracy.Curve);
        json.WriteStartArray("accuracy_at");
        foreach (var at in report.AccuracyAt)
        {
            json.WriteStartObject();
            json.WriteString("at", at.Label);
            json.WriteNumber("distance_tokens", at.DistanceTokens);
            WriteProportion(json, "accuracy", at.Accuracy);
            json.WriteNumber("ambiguous", report.Reading.AmbiguousByDistance.GetValueOrDefault(at.DistanceTokens));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNested(json, "hallucination", report.Hallucination);
        WriteNested(json, "hallucination_subject_absent", report.HallucinationKinds.SubjectAbsent);
        WriteNested(json, "hallucination_half_known", report.HallucinationKinds.HalfKnown);
        WriteNested(json, "closed_book", report.ClosedBook);
        Number(json, "closed_book_chance", report.ClosedBookChance);
        WriteNested(json, "completed_accuracy", report.CompletedAccuracy);
        WritePromptTokens(json, report.PromptTokens);
        FitReportTablesJson.Write(json, report);
        ReadingJson.Write(json, report);
        json.WriteStartArray("notes");
        foreach (var note in report.Accuracy.Notes.Concat(report.Notes))
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The fields of one curve's findings, each name with <paramref name="prefix"/> before it.</summary>
    internal static void WriteFindings(Utf8JsonWriter json, Findings findings, string prefix)
    {
        json.WriteString(prefix + "status", JsonNamingPolicy.SnakeCaseLower.ConvertName(findings.Status.ToString()));
        WriteDistance(json, prefix + "d50", findings.D50);
        WriteDistance(json, prefix + "d85", findings.D85);
        Number(json, prefix + "per_doubling", findings.ChangePerDoubling);
        Number(json, prefix + "per_doubling_low", findings.ChangePerDoublingInterval?.Low);
        Number(json, prefix + "per_doubling_high", findings.ChangePerDoublingInterval?.High);
        Number(json, prefix + "distance_effect_p", findings.DistanceEffectP);
        json.WriteNumber(prefix + "design_effect", findings.DesignEffect);
        Number(json, prefix + "lack_of_fit_p", findings.LackOfFitP);
    }

    /// <summary>An object with k, n, value and Wilson interval.</summary>
    internal static void WriteNested(Utf8JsonWriter json, string name, Proportion proportion)
    {
        json.WriteStartObject(name);
        WriteProportion(json, "rate", proportion);
        json.WriteEndObject();
    }

    /// <summary>k, n, the value under <paramref name="name"/>, and its Wilson interval.</summary>
    internal static void WriteProportion(Utf8JsonWriter json, string name, Proportion proportion)
    {
        json.WriteNumber("k", proportion.Successes);
        json.WriteNumber("n", proportion.Total);
        Number(json, name, proportion.Value);
        Number(json, "low", Wilson.Interval95(proportion)?.Low);
        Number(json, "high", Wilson.Interval95(proportion)?.High);
    }

    /// <summary>Prompt tokens: all that were sent, and of those whose cached part the server told, how many it computed.</summary>
    internal static void WritePromptTokens(Utf8JsonWriter json, PromptTokenUse use)
    {
        json.WriteStartObject("prompt_tokens");
        json.WriteNumber("sent", use.Sent);
        json.WriteNumber("told", use.Told);
        Number(json, "cached", use.Cached);
        Number(json, "computed", use.Computed);
        Number(json, "computed_share", use.ComputedShare);
        json.WriteEndObject();
    }

    /// <summary>A number, or null where there is none.</summary>
    internal static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteDistance(Utf8JsonWriter json, string name, TokenDistance distance)
    {
        Number(json, name, distance.Tokens);
        Number(json, name + "_low", distance.Low);
        Number(json, name + "_high", distance.High);
        json.WriteBoolean(name + "_beyond", distance.Beyond);
        json.WriteBoolean(name + "_in_gap", distance.InGap);
        json.WriteBoolean(name + "_high_beyond", distance.HighBeyond);
    }

    private static void WritePenalty(Utf8JsonWriter json, DistancePenalty? penalty)
    {
        Number(json, "penalty", penalty?.Drop);
        Number(json, "penalty_low", penalty?.DropInterval?.Low);
        Number(json, "penalty_high", penalty?.DropInterval?.High);
        Number(json, "penalty_near_tokens", penalty?.NearTokens);
        Number(json, "penalty_far_tokens", penalty?.FarTokens);
    }

    private static void WriteCurve(Utf8JsonWriter json, RecallCurve? curve)
    {
        Number(json, "gamma", curve?.ChanceLevel);
        Number(json, "lapse", curve?.Lapse);
        Number(json, "a", curve?.Level);
        Number(json, "b", curve?.Slope);
        Number(json, "b_low", curve?.SlopeInterval()?.Low);
        Number(json, "b_high", curve?.SlopeInterval()?.High);
        json.WriteStartObject("terms");
        foreach (var term in curve?.Terms ?? new Dictionary<string, double>())
            Number(json, term.Key, term.Value);
        json.WriteEndObject();
    }
}
