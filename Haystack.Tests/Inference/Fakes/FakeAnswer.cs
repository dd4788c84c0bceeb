namespace Haystack.Tests.Inference.Fakes;

/// <summary>What a fake model says.</summary>
internal sealed record FakeAnswer(string Content, string Thinking = "")
{
    /// <summary>Output tokens that the server tells, whatever it sent; null for those that it did send.</summary>
    public int? Counted { get; init; }

    /// <summary>The server's word for why the reply ended; null for the right one.</summary>
    public string? Ended { get; init; }

    /// <summary>Whether each choice carries a <c>message</c> where a <c>delta</c> is due.</summary>
    public bool HasMessages { get; init; }

    public static implicit operator FakeAnswer(string content) => new(content);
}
