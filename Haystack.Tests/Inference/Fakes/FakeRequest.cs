using System.Text.Json;
using Haystack.Models;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>One chat request as it came over the wire.</summary>
internal sealed record FakeRequest
{
    public required int Index { get; init; }

    public required string Model { get; init; }

    /// <summary>The whole body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>The contents of all messages, one after the other.</summary>
    public required string Prompt { get; init; }

    public required int? NumCtx { get; init; }

    public required int? NumPredict { get; init; }

    /// <summary>Whether it is the dry question of a sweep.</summary>
    public bool IsDry =>
        FakeWire.Int(Body.TryGetProperty("options", out var options) ? options : Body, "seed") is { } seed
        && Enumerable.Range(0, DryQuestion.Attempts).Any(i => seed == (int)(DryQuestion.SeedOf(i).Value & int.MaxValue));

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
