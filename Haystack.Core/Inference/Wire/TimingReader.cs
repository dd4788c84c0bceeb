using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads a server's own times: llama-server's <c>timings</c> and Ollama's durations.</summary>
internal static class TimingReader
{
    /// <summary>Notes what <paramref name="message"/> tells of them.</summary>
    public static void Read(WireTap tap, JsonElement message)
    {
        tap.PrefillTime = Nanoseconds(message.Integer("prompt_eval_duration")) ?? tap.PrefillTime;
        tap.DecodeTime = Nanoseconds(message.Integer("eval_duration")) ?? tap.DecodeTime;
        tap.LoadTime = Nanoseconds(message.Integer("load_duration")) ?? tap.LoadTime;
        if (message.Member("timings") is not { } timings)
            return;
        tap.CachedPromptTokens = timings.Integer("cache_n") ?? tap.CachedPromptTokens;
        tap.PrefillTime = Milliseconds(timings.Number("prompt_ms")) ?? tap.PrefillTime;
        tap.DecodeTime = Milliseconds(timings.Number("predicted_ms")) ?? tap.DecodeTime;
        // Without usage, what was read and what was cached make the prompt.
        if (timings.Integer("prompt_n") is > 0 and var read)
            tap.PromptTokens ??= read + (timings.Integer("cache_n") ?? 0);
        tap.OutputTokens ??= timings.Integer("predicted_n");
    }

    private static TimeSpan? Nanoseconds(long? value) => value is >= 0 and < 1_000_000_000_000_000_000 and var n ? TimeSpan.FromTicks(n / TimeSpan.NanosecondsPerTick) : null;

    private static TimeSpan? Milliseconds(double? value) => value is >= 0 and < 1e12 ? TimeSpan.FromMilliseconds(value.Value) : null;
}
