namespace Haystack.Inference.Wire;

/// <summary>The key of the document that the running call is about, and the headers that carry it; found by the handlers under the client through the flow of the call.</summary>
/// <param name="Key">The key.</param>
/// <param name="Headers">The headers' names.</param>
internal sealed record SessionTag(string Key, IReadOnlyList<string> Headers)
{
    private static readonly AsyncLocal<SessionTag?> Ambient = new();

    /// <summary>That of the call that is running; null where there is none.</summary>
    public static SessionTag? Current { get => Ambient.Value; set => Ambient.Value = value; }

    /// <summary>Puts it on a request that has no such header of its own.</summary>
    public void Put(HttpRequestMessage request)
    {
        foreach (var name in Headers.Where(n => !request.Headers.Contains(n)))
            request.Headers.TryAddWithoutValidation(name, Key);
    }
}
