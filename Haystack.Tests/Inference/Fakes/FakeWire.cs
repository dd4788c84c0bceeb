using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>What the fake servers do alike on the wire.</summary>
internal static class FakeWire
{
    public static int? Int(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    public static async Task WriteErrorAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(JsonSerializer.Serialize(new { error }));
    }

    /// <summary>Brings about the faults that come before any header; says whether it did.</summary>
    public static async Task<bool> FailBeforeAsync(HttpContext http, FakeFault fault)
    {
        switch (fault.Kind)
        {
            case FakeFaultKind.Status:
                http.Response.StatusCode = fault.Status;
                if (fault.RetryAfter is { } wait)
                    http.Response.Headers.RetryAfter = wait;
                await http.Response.WriteAsync(fault.Body);
                return true;
            case FakeFaultKind.ResetBefore:
                http.Abort();
                return true;
            case FakeFaultKind.StallBefore:
                await StallAsync(http);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Holds the connection until the client leaves.</summary>
    public static async Task StallAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(2), http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }
}
