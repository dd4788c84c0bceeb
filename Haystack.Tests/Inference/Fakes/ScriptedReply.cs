using System.Text;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>What a <see cref="ScriptedServer"/> sends, byte by byte.</summary>
internal sealed record ScriptedReply(byte[] Body, string ContentType = "text/event-stream", int Status = 200, bool HoldsOpen = false)
{
    public ScriptedReply(string body, string contentType = "text/event-stream", int status = 200, bool holdsOpen = false)
        : this(Encoding.UTF8.GetBytes(body), contentType, status, holdsOpen)
    {
    }
}
