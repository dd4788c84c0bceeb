using System.Text.Json;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The parts of a report that the page unpacks only when a trial is opened: questions, replies, documents.</summary>
internal static class ReportTextBlocks
{
    /// <summary>Trials a block.</summary>
    public const int Trials = 500;

    /// <summary>Steps of a reading that are shown; there are never so many.</summary>
    private const int MostSteps = 20;

    /// <summary>Documents a block.</summary>
    public const int Documents = 50;

    public static IEnumerable<ReportBlock> Pack(RunData run, TextCut cut) =>
        run.Trials.Chunk(Trials).Select((trials, i) => ReportBlock.Pack($"texts-{i}", json => WriteTexts(json, trials, cut)))
            .Concat(run.Documents.Chunk(Documents).Select((documents, i) => ReportBlock.Pack($"documents-{i}", json => WriteDocuments(json, documents, cut))));

    private static void WriteTexts(Utf8JsonWriter json, TrialRow[] trials, TextCut cut)
    {
        json.WriteStartArray();
        foreach (var trial in trials)
        {
            json.WriteStartArray();
            TextCut.Write(json, trial.Question, Math.Max(cut.Reply, 500));
            TextCut.Write(json, trial.Response, cut.Reply);
            TextCut.Write(json, trial.Thinking is { Length: > 0 } thinking ? thinking : null, cut.Thinking);
            Reading(json, trial.Reading);
            TrialFigures.Write(json, trial);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>The steps of the reading; null where the store does not hold them.</summary>
    private static void Reading(Utf8JsonWriter json, string? reading)
    {
        if (reading is null)
            json.WriteNullValue();
        else
            ReportData.Strings(json, null, reading.Split('\n', MostSteps + 1).Take(MostSteps).Select(VisibleText.Line));
    }

    private static void WriteDocuments(Utf8JsonWriter json, DocumentRow[] documents, TextCut cut)
    {
        json.WriteStartArray();
        foreach (var document in documents)
        {
            json.WriteStartObject();
            json.WriteString("id", VisibleText.Line(document.Id));
            json.WriteNumber("tokens", document.DocumentTokens);
            json.WriteStartArray("facts");
            foreach (var fact in document.Facts)
            {
                // The white space that a fact was planted with is not marked with it.
                var text = fact.Text.TrimStart();
                var before = string.Concat(fact.Before, fact.Text.AsSpan(0, fact.Text.Length - text.Length));
                json.WriteStartObject();
                json.WriteNumber("chain", fact.Chain);
                json.WriteNumber("hop", fact.Hop);
                json.WriteNumber("start", fact.TokenStart);
                json.WriteNumber("end", fact.TokenEnd);
                json.WriteString("text", VisibleText.Line(text));
                json.WriteString("before", VisibleText.Line(before.Length > cut.Near ? before[^cut.Near..] : before));
                json.WriteString("after", VisibleText.Line(fact.After.Length > cut.Near ? fact.After[..cut.Near] : fact.After));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
