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

    private readonly IReadOnlyList<TrialRow>? _counted;

    /// <param name="run">The trials that are listed.</param>
    /// <param name="counted">The trials that are counted, where those are a part of them.</param>
    public ReportColumns(RunData run, IReadOnlyList<TrialRow>? counted)
    {
        (_run, _counted) = (run, counted);
        _arms = [.. (counted ?? run.Trials).Select(t => t.Arm).Distinct().Order()];
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
        Cells(json, models);
        ReportData.Strings(json, "families", _families.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "languages", _languages.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "placements", _placements.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "arrangements", _arrangements.Items.Select(VisibleText.Line));
        ReportData.Strings(json, "arms", _arms.Select(a => a.ToText()));
        ReportData.Strings(json, "strings", _strings.Items);
    }

    /// <summary>How many trials there are of everything that cells are filtered by, where not all are listed.</summary>
    private void Cells(Utf8JsonWriter json, Dictionary<string, int> models)
    {
        if (_counted is null)
            return;
        var counts = new Dictionary<(int Model, int Family, int Language, int Arm, int Placement, int Arrangement, int Context, int? Distance, int Outcome), int>();
        foreach (var t in _counted)
        {
            var key = (models[t.Model], _families.Add(t.Family), _languages.Add(t.Language), _arms.IndexOf(t.Arm), _placements.Add(t.QuestionPlacement), _arrangements.Add(t.Arrangement), t.ContextTokens, t.DistanceTokens, (int)t.Outcome);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        json.WriteStartObject("cells");
        Write("model", c => c.Model);
        Write("family", c => c.Family);
        Write("language", c => c.Language);
        Write("arm", c => c.Arm);
        Write("placement", c => c.Placement);
        Write("arrangement", c => c.Arrangement);
        Write("context", c => c.Context);
        Write("distance", c => c.Distance);
        Write("outcome", c => c.Outcome);
        json.WriteStartArray("count");
        foreach (var count in counts.Values)
            json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();

        void Write(string name, Func<(int Model, int Family, int Language, int Arm, int Placement, int Arrangement, int Context, int? Distance, int Outcome), int?> value)
        {
            json.WriteStartArray(name);
            foreach (var key in counts.Keys)
            {
                if (value(key) is { } number)
                    json.WriteNumberValue(number);
                else
                    json.WriteNullValue();
            }

            json.WriteEndArray();
        }
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
