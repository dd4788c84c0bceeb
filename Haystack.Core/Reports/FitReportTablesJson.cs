using System.Text.Json;
using Haystack.Analysis;
using Haystack.Statistics;

namespace Haystack.Reports;

/// <summary>The tables of a <see cref="FitReport"/> as JSON.</summary>
internal static class FitReportTablesJson
{
    public static void Write(Utf8JsonWriter json, FitReport report)
    {
        WriteByDistance(json, "by_distance", report.Accuracy.ByDistance);
        json.WritePropertyName("combination");
        if (report.Combination is { } combination)
        {
            json.WriteStartObject();
            FitReportJson.WriteFindings(json, combination, "");
            WriteByDistance(json, "by_distance", combination.ByDistance);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        WritePenalties(json, report.Penalties);
        WriteDecomposition(json, report.Decomposition);
        WriteEffort(json, report.Effort);
    }

    private static void WriteByDistance(Utf8JsonWriter json, string name, IReadOnlyList<DistanceProportion> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteNumber("distance_tokens", row.DistanceTokens);
            FitReportJson.WriteProportion(json, "rate", row.Proportion);
            FitReportJson.Number(json, "expected", row.Expected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePenalties(Utf8JsonWriter json, IReadOnlyList<DistancePenalty> penalties)
    {
        json.WriteStartArray("penalties");
        foreach (var penalty in penalties)
        {
            json.WriteStartObject();
            json.WriteNumber("near_tokens", penalty.NearTokens);
            json.WriteNumber("far_tokens", penalty.FarTokens);
            FitReportJson.WriteNested(json, "near", penalty.Near);
            FitReportJson.WriteNested(json, "far", penalty.Far);
            json.WriteNumber("drop", penalty.Drop);
            FitReportJson.Number(json, "low", penalty.DropInterval?.Low);
            FitReportJson.Number(json, "high", penalty.DropInterval?.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDecomposition(Utf8JsonWriter json, IReadOnlyList<DecompositionRow> rows)
    {
        json.WriteStartArray("decomposition");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteNumber("context_tokens", row.ContextTokens);
            json.WriteNumber("distance_tokens", row.DistanceTokens);
            FitReportJson.WriteNested(json, "pair", row.Pair);
            FitReportJson.WriteNested(json, "first", row.First);
            FitReportJson.WriteNested(json, "second", row.Second);
            FitReportJson.WriteNested(json, "both", row.Both);
            FitReportJson.WriteNested(json, "combined", row.Combined);
            json.WriteNumber("difference", row.Difference);
            FitReportJson.Number(json, "low", row.DifferenceInterval?.Low);
            FitReportJson.Number(json, "high", row.DifferenceInterval?.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEffort(Utf8JsonWriter json, IReadOnlyList<EffortRow> rows)
    {
        json.WriteStartArray("effort");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteNumber("distance_tokens", row.DistanceTokens);
            FitReportJson.WriteNested(json, "accuracy", row.Accuracy);
            FitReportJson.WriteNested(json, "completed_accuracy", row.CompletedAccuracy);
            WriteQuartiles(json, "thinking_tokens", row.ThinkingTokens);
            WriteQuartiles(json, "output_tokens", row.OutputTokens);
            WriteQuartiles(json, "seconds", row.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteQuartiles(Utf8JsonWriter json, string name, Quartiles? quartiles)
    {
        json.WriteStartObject(name);
        json.WriteNumber("n", quartiles?.Count ?? 0);
        FitReportJson.Number(json, "lower", quartiles?.Lower);
        FitReportJson.Number(json, "median", quartiles?.Median);
        FitReportJson.Number(json, "upper", quartiles?.Upper);
        json.WriteEndObject();
    }
}
