using Haystack.Tokenization;

namespace Haystack.Tests.Inference.Builtin;

/// <summary>One token a character: fast, for tests that look at answers and not at tokens.</summary>
internal sealed class CharacterTokenizer : ModelTokenizer
{
    public override string Source => "test:characters";

    public override string Fingerprint => "test";

    public override int Count(ReadOnlySpan<char> text) => text.Length;

    public override IReadOnlyList<TokenSpan> Encode(string text) => [.. text.Select((c, i) => new TokenSpan(c, i, i + 1))];
}
