using Haystack.Tokenization;
using Microsoft.ML.Tokenizers;

namespace Haystack.Tests.Inference.Builtin;

/// <summary>o200k, straight from its library: the readers' tests need no more.</summary>
internal sealed class GptTokenizer : ModelTokenizer
{
    private static readonly TiktokenTokenizer O200K = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public override string Source => "test:o200k_base";

    public override string Fingerprint => "test";

    public override int Count(ReadOnlySpan<char> text) => O200K.CountTokens(text, considerNormalization: false);

    public override IReadOnlyList<TokenSpan> Encode(string text) =>
        [.. O200K.EncodeToTokens(text, out _, considerNormalization: false)
            .Select(t => new TokenSpan(t.Id, t.Offset.Start.Value, t.Offset.End.Value))];
}
