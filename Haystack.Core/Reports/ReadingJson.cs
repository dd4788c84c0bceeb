using System.Text.Json;
using Haystack.Analysis;

namespace Haystack.Reports;

/// <summary><see cref="ReadingFigures"/> as JSON: the object <c>reading</c> of a model.</summary>
internal static class ReadingJson
{
    public static void Write(Utf8JsonWriter json, FitReport report)
    {
        var reading = report.Reading;
        json.WriteStartObject("reading");
        FitReportJson.WriteNested(json, "ambiguous", reading.Ambiguous);
        FitReportJson.WriteNested(json, "counted_wrong", reading.Right);
        FitReportJson.WriteNested(json, "counted_right", reading.Right with { Successes = reading.Right.Successes + reading.AmbiguousPairs });
        FitReportJson.Number(json, "d50_low", reading.D50?.Low);
        FitReportJson.Number(json, "d50_high", reading.D50?.High);
        FitReportJson.Number(json, "penalty_low", reading.Penalty?.Low);
        FitReportJson.Number(json, "penalty_high", reading.Penalty?.High);
        json.WriteNumber("hallucination_ambiguous", reading.AmbiguousAbsent);
        json.WritePropertyName("forms");
        if (reading.Forms is { } forms)
        {
            json.WriteStartObject();
            json.WriteNumber("form", forms.Form);
            json.WriteNumber("mark_then_more", forms.MarkThenMore);
            json.WriteNumber("other_mark", forms.OtherMark);
            json.WriteNumber("no_mark", forms.NoMark);
            json.WriteNumber("other", forms.Other);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumber("verdicts", reading.Verdicts);
        json.WritePropertyName("misread");
        if (reading.Error is { } error)
        {
            json.WriteStartObject();
            FitReportJson.WriteProportion(json, "rate", error.Misread);
            json.WriteNumber("called_right", error.CalledRight);
            json.WriteNumber("called_wrong", error.CalledWrong);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteBoolean("setup_fails", report.Setup is not null);
        json.WriteEndObject();
    }
}
