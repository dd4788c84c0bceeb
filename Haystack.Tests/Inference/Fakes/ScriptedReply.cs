namespace Haystack.Tests.Inference.Fakes;

/// <summary>What a <see cref="ScriptedServer"/> sends, byte by byte.</summary>
internal sealed record ScriptedReply(byte[] Body, string ContentType = "text/event-stream", int Status = 200, bool HoldsOpen = false)
{
    /// <summary>The header <c>Content-Encoding</c>; null for none.</summary>
    public string? Encoding { get; init; }

    public ScriptedReply(string body, string contentType = "text/event-stream", int status = 200, bool holdsOpen = false)
        : this(System.Text.Encoding.UTF8.GetBytes(body), contentType, status, holdsOpen)
    {
    }
}
