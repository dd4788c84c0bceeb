using System.Text.Json;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Reports;

/// <summary>What the page reads at its opening: names, and the trials column by column.</summary>
internal static class ReportData
{
    /// <summary>Packs what a page shows.</summary>
    /// <param name="run">The trials that it lists.</param>
    /// <param name="fewAnswers">Cells of fewer are marked.</param>
    /// <param name="counted">The trials that its cells count where it lists a part of them; null where they are the same.</param>
    public static ReportBlock Pack(RunData run, int fewAnswers, IReadOnlyList<TrialRow>? counted = null) =>
        ReportBlock.Pack("trials-data", json => Write(json, run, fewAnswers, counted));

    private static void Write(Utf8JsonWriter json, RunData run, int fewAnswers, IReadOnlyList<TrialRow>? counted)
    {
        json.WriteStartObject();
        json.WriteNumber("few", fewAnswers);
        json.WriteNumber("textBlock", ReportTextBlocks.Trials);
        json.WriteNumber("documentBlock", ReportTextBlocks.Documents);
        Strings(json, "stops", ColourScale.Stops);
        json.WriteStartArray("models");
        foreach (var model in run.Models)
        {
            json.WriteStartObject();
            json.WriteString("title", VisibleText.Line(PlotCaptions.Title(model)));
            json.WriteBoolean("estimated", model.TokenizerGrade == TokenizerGrade.Calibrated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("outcomes");
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            json.WriteStartObject();
            json.WriteString("text", OutcomeLook.Name(outcome));
            json.WriteString("colour", OutcomeLook.Colour(outcome).ToString().Replace("#ff", "#", StringComparison.Ordinal));
            json.WriteBoolean("answer", outcome.IsAnswer());
            json.WriteBoolean("ambiguous", outcome == Outcome.Ambiguous);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var columns = new ReportColumns(run, counted);
        columns.Write(json);
        json.WriteNumber("closedBook", columns.IndexOfArm(Arm.ClosedBook));
        Strings(json, "orders", Enum.GetValues<FactOrder>().Select(o => o.ToText()));
        json.WriteEndObject();
    }

    internal static void Strings(Utf8JsonWriter json, string? name, IEnumerable<string> values)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
