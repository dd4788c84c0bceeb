namespace Haystack.Tests.Inference.Fakes;

/// <summary>What a fake model says.</summary>
internal sealed record FakeAnswer(string Content, string Thinking = "")
{
    public static implicit operator FakeAnswer(string content) => new(content);
}
