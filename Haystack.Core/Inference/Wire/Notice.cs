using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Tells messages that speak of the work and are no part of a reply: <c>{"status":"processing","message":"queued"}</c>.</summary>
internal static class Notice
{
    private static readonly string[] Names = ["type", "event", "kind", "status", "state", "level", "phase", "object"];

    private static readonly string[] Words =
    [
        "status", "info", "information", "notice", "notification", "progress", "queue", "queued", "processing", "pending", "loading", "starting", "started", "warmup", "warming", "waiting",
        "ping", "pong", "heartbeat", "keepalive", "log", "debug", "trace", "metadata", "meta", "running", "system", "warning", "connected", "connecting", "retry", "retrying", "init", "initializing",
    ];

    /// <summary>Whether <paramref name="message"/> is one.</summary>
    /// <param name="message">A JSON object that has nothing of a reply's own form.</param>
    public static bool Is(JsonElement message) =>
        Names.Any(n => message.Text(n) is { } word && Words.Contains(ErrorReader.PlainName(word)));
}
