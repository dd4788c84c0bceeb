using System.Text.Json;
using Haystack.Analysis;

namespace Haystack.Reports;

/// <summary>What each of several servers did, for programs; an empty list where each model had one alone.</summary>
internal static class ServersJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ServerUse> servers)
    {
        json.WriteStartArray("servers");
        foreach (var s in servers)
        {
            json.WriteStartObject();
            json.WriteString("model", s.Model);
            json.WriteString("server", s.Server);
            json.WriteNumber("trials", s.Trials);
            json.WriteNumber("failed", s.Failed);
            json.WriteNumber("retried", s.Retried);
            json.WriteNumber("seconds_a_trial", s.SecondsATrial);
            FitReportJson.Number(json, "prompt_tokens_per_second_median", s.PrefillRate);
            FitReportJson.Number(json, "reply_tokens_per_second_median", s.DecodeRate);
            FitReportJson.WritePromptTokens(json, s.Tokens);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
