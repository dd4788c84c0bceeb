using System.Text.Json;
using Haystack.Facts;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>
/// What heatmaps, filters and the list need of every trial, as columns of numbers: names and short texts become places
/// in lists, places thousandths. All else of a trial is unpacked when it is opened.
/// </summary>
internal sealed class ReportColumns
{
    /// <summary>An answer is a few words; what is longer is a reply that was read as one, and stands in full in the reply.</summary>
    private const int MostCharacters = 200;

    private readonly RunData _run;
    private readonly StringList _families = new();
    private readonly StringList _languages = new();
    private readonly StringList _placements = new();
    private readonly StringList _arrangements = new();
    private readonly StringList _strings = new();
    private readonly List<Arm> _arms;

    public ReportColumns(RunData run)
    {
        _run = run;
        _arms = [.. run.Trials.Select(t => t.Arm).Distinct().Order()];
    }

    /// <summary>Where an arm stands among the arms of the run; −1 where it was not asked.</summary>
    public int IndexOfArm(Arm arm) => _arms.IndexOf(arm);

    public void Write(Utf8JsonWriter json)
    {
        var models = Places(_run.Models.Select(m => m.Name));
        var documents = Places(_run.Documents.Select(d => d.Id));
        json.WriteStartObject("columns");
        Column(json, "model", t => models[t.Model]);
        Column(json, "document", t => documents.TryGetValue(t.DocumentId, out var place) ? place : null);
        Column(json, "chain", t => t.Chain);
        Column(json, "family", t => _families.Add(t.Family));
        Column(json, "language", t => _languages.Add(t.Language));
        Column(json, "arm", t => _arms.IndexOf(t.Arm));
        Column(json, "context", t => t.ContextTokens);
        Column(json, "distance", t => t.DistanceTokens);
        Column(json, "position", t => (long)Math.Round(1000 * t.Position));
        Column(json, "placement", t => _placements.Add(t.QuestionPlacement));
        Column(json, "arrangement", t => _arrangements.Add(t.Arrangement));
        Column(json, "outcome", t => (int)t.Outcome);
        Column(json, "answer", t => Short(t.Answer));
        Column(json, "expected", t => Short(t.Expected));
        json.WriteEndObject();
        ReportData.Strings(json, "families", _families.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "languages", _languages.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "placements", _placements.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "arrangements", _arrangements.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "arms", _arms.Select(a => a.ToText()));
        ReportData.Strings(json, "strings", _strings.Items);
    }

    private void Column(Utf8JsonWriter json, string name, Func<TrialRow, long?> value)
    {
        json.WriteStartArray(name);
        foreach (var trial in _run.Trials)
        {
            if (value(trial) is { } number)
                json.WriteNumberValue(number);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private long? Short(string? text) => text is null
        ? null
        : _strings.Add(VisibleText.Line(text.Length > MostCharacters ? text[..MostCharacters] + "…" : text));

    private static Dictionary<string, int> Places(IEnumerable<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, name) in names.Index())
            places.TryAdd(name, place);
        return places;
    }
}
