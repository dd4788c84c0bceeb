using System.Text.Json;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The figures of a trial that only its own view shows, in the order in which the page's script names them.</summary>
internal static class TrialFigures
{
    /// <summary>A fault or a server's word may be anything, and long.</summary>
    private const int MostCharacters = 400;

    public static void Write(Utf8JsonWriter json, TrialRow trial)
    {
        json.WriteStartArray();
        json.WriteStringValue(VisibleText.Line(trial.Key));
        json.WriteNumberValue((int)trial.Order);
        json.WriteNumberValue(trial.Hops);
        json.WriteNumberValue(trial.PromptTokensPlanned);
        Number(json, trial.PromptTokensCounted);
        Number(json, trial.CachedPromptTokens);
        Number(json, trial.OutputTokens);
        Number(json, trial.ThinkingTokens);
        Number(json, Milliseconds(trial.SecondsToFirstToken));
        Number(json, Milliseconds(trial.ThinkingSeconds));
        Number(json, Milliseconds(trial.TotalSeconds));
        Text(json, trial.Fault);
        Text(json, trial.DoneReason);
        Text(json, trial.AnswerForm);
        Text(json, trial.OtherReadings?.Replace("\n", " · ", StringComparison.Ordinal));
        Text(json, trial.Verdict is { } verdict
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{OutcomeLook.Name(verdict.Outcome)}, by {verdict.By}, {verdict.At:yyyy-MM-dd}; the machine read: {OutcomeLook.Name(trial.ReadAs)}")
            : null);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, long? value)
    {
        if (value is { } number)
            json.WriteNumberValue(number);
        else
            json.WriteNullValue();
    }

    private static void Text(Utf8JsonWriter json, string? text)
    {
        if (text is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(VisibleText.Line(text.Length > MostCharacters ? text[..MostCharacters] + "…" : text));
    }

    private static long? Milliseconds(double? seconds) => seconds is { } known && double.IsFinite(known) ? (long)Math.Round(1000 * known) : null;
}
