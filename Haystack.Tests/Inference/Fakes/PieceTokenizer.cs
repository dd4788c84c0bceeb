using System.Text.RegularExpressions;
using Haystack.Tokenization;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A tokenizer whose tokens are words, digits and signs, each with the blanks before it: quick, and additive at every blank.</summary>
internal sealed partial class PieceTokenizer(string name = "pieces", bool singleDigits = false) : ModelTokenizer
{
    public override string Source => $"test:{name}";

    public override string Fingerprint => name;

    public override int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in Pieces.EnumerateMatches(text))
            count++;
        return count;
    }

    public override IReadOnlyList<TokenSpan> Encode(string text) =>
        [.. Pieces.Matches(text).Select(m => new TokenSpan(m.Value.Length, m.Index, m.Index + m.Length))];

    private Regex Pieces => singleDigits ? SinglePiece() : Piece();

    [GeneratedRegex(@"\s*\n+|\s*\p{L}{1,6}|\s*\d{1,3}|\s*[^\s\p{L}\d]|\s+$", RegexOptions.CultureInvariant)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\s*\n+|\s*\p{L}{1,6}|\s*\d|\s*[^\s\p{L}\d]|\s+$", RegexOptions.CultureInvariant)]
    private static partial Regex SinglePiece();
}
