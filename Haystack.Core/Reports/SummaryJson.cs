using System.Text.Json;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary><c>summary.json</c>: a run's figures for programs, as docs/summary.schema.json describes it. Missing is null, never 0.</summary>
public static class SummaryJson
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "summary.json";

    /// <summary>The version of the form; a field that changes its meaning raises it.</summary>
    public const int Version = 1;

    /// <summary>Writes the summary; it appears whole or not at all.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(RunData run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(RunFigures.Of(run), path);
    }

    /// <summary>The same for a run whose figures are there.</summary>
    internal static void Write(RunFigures figures, string path) => OutputFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(json, figures);
    });

    private static void Write(Utf8JsonWriter json, RunFigures figures)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("run", figures.Run.Name);
        json.WriteNumber("trials", figures.Run.Trials.Count);
        json.WriteNumber("documents", figures.Run.DocumentCount);
        json.WriteStartObject("manifest");
        foreach (var (name, value) in figures.Run.Manifest.OrderBy(m => m.Key, StringComparer.Ordinal))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("command", SweepCommandLine.Of(figures.Run));
        json.WriteStartArray("models");
        foreach (var headline in Headline.Of(figures))
            Model(json, headline, figures);
        json.WriteEndArray();
        ServersJson.Write(json, ServerUse.Of(figures.Run));
        json.WriteStartArray("cells");
        foreach (var cell in figures.Cells)
            CellObject(json, cell);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Cache(Utf8JsonWriter json, CacheVerdict cache)
    {
        json.WriteStartObject("cache");
        json.WriteString("finding", JsonNamingPolicy.SnakeCaseLower.ConvertName(cache.Finding.ToString()));
        json.WriteNumber("pairs", cache.Cold.Total);
        json.WriteNumber("cold_correct", cache.Cold.Successes);
        json.WriteNumber("warm_correct", cache.Warm.Successes);
        json.WriteNumber("only_cold", cache.OnlyCold);
        json.WriteNumber("only_warm", cache.OnlyWarm);
        json.WriteNumber("p", cache.P);
        FitReportJson.Number(json, "excluded", cache.Excluded);
        json.WriteNumber("not_apart", cache.NotApart);
        json.WriteString("text", cache.Text);
        json.WriteEndObject();
    }

    private static void Capped(Utf8JsonWriter json, CappedShare share, string? text)
    {
        json.WriteStartObject("capped");
        json.WriteNumber("capped", share.Capped.Successes);
        json.WriteNumber("answers", share.Capped.Total);
        json.WriteNumber("completed_correct", share.Completed.Successes);
        json.WriteNumber("completed", share.Completed.Total);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Model(Utf8JsonWriter json, Headline headline, RunFigures figures)
    {
        var model = headline.Model;
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteString("provider", model.Provider);
        json.WriteString("digest", model.Digest);
        json.WriteString("quantization", model.Quantization);
        json.WriteString("parameter_size", model.ParameterSize);
        json.WriteString("server", model.Server);
        json.WriteNumber("num_ctx", model.NumCtx);
        json.WriteString("tokenizer", model.TokenizerSource);
        json.WriteString("tokenizer_grade", model.TokenizerGrade.ToString().ToLowerInvariant());
        FitReportJson.Number(json, "vram_bytes", model.VramBytes);
        json.WriteString("d50_text", headline.D50);
        FitReportJson.Number(json, "thinking_tokens_median", headline.Thinking?.Median);
        FitReportJson.Number(json, "tokens_per_second_median", headline.Rate?.Median);
        FitReportJson.WritePromptTokens(json, headline.PromptTokens);
        json.WriteNumber("trials", headline.Trials);
        json.WriteNumber("invalid", headline.Invalid);
        json.WriteString("doubt", figures.Doubts.GetValueOrDefault(model.Name) is { } doubt ? VisibleText.Line(doubt.Text) : null);
        Capped(json, CappedShare.Of(figures.Trials.GetValueOrDefault(model.Name, [])), figures.Capped.GetValueOrDefault(model.Name));
        Cache(json, figures.Caches[model.Name]);
        json.WritePropertyName("fit");
        if (headline.Fit is null)
            json.WriteNullValue();
        else
            FitReportJson.Write(json, headline.Fit);
        json.WriteEndObject();
    }

    private static void CellObject(Utf8JsonWriter json, Cell cell)
    {
        var interval = Wilson.Interval95(cell.Accuracy);
        json.WriteStartObject();
        json.WriteString("model", cell.Model);
        json.WriteString("family", cell.Family);
        json.WriteString("language", cell.Language);
        json.WriteString("arm", cell.Arm.ToText());
        json.WriteString("order", cell.Order.ToText());
        json.WriteNumber("context_tokens", cell.ContextTokens);
        FitReportJson.Number(json, "distance_tokens", cell.DistanceTokens);
        json.WriteNumber("correct", cell.Accuracy.Successes);
        json.WriteNumber("answered", cell.Accuracy.Total);
        json.WriteNumber("completed", cell.Completed);
        json.WriteNumber("ambiguous", cell.Ambiguous);
        json.WriteNumber("invalid", cell.Invalid);
        FitReportJson.Number(json, "low", interval?.Low);
        FitReportJson.Number(json, "high", interval?.High);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in cell.Outcomes.OrderBy(o => o.Key))
            json.WriteNumber(outcome.ToText(), count);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
