using Microsoft.Extensions.AI;

namespace Haystack.Inference.Calling;

/// <summary>
/// What listeners of the source and meter <c>Haystack</c> get to see of each request: spans and metrics under the
/// OpenTelemetry GenAI names (<c>chat MODEL</c>, <c>gen_ai.client.token.usage</c>, <c>gen_ai.client.operation.duration</c>).
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Haystack";

    /// <summary>The client, watched. Prompts and replies are never among what is told, whatever the environment says.</summary>
    public static IChatClient Watch(IChatClient client) =>
        client.AsBuilder().UseOpenTelemetry(sourceName: Name, configure: watched => watched.EnableSensitiveData = false).Build();
}
