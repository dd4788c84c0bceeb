using System.Text;

namespace Haystack.Tokenization.Checking;

/// <summary>An OpenAI encoding from its rank file alone: any two neighbours whose bytes are a token may merge, the lowest rank first.</summary>
internal sealed class TiktokenSecondEncoder(string encoding) : SecondEncoder
{
    private readonly Dictionary<string, int> _ranks = TiktokenEncoding.Ranks(encoding).ToDictionary(r => Encoding.Latin1.GetString(r.Bytes), r => r.Rank, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyList<TokenSpan> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<TokenSpan>();
        foreach (var (start, end) in PlainCutting.Cut(text, TiktokenEncoding.Rules(encoding).Expressions))
        {
            var piece = text[start..end];
            string[] letters = [.. BytePieces.Of(piece).Select(b => ((char)b).ToString())];
            var parts = PlainMerging.Merge(letters, (left, right) => _ranks.TryGetValue(left + right, out var rank) ? rank : null);
            spans.AddRange(BytePieces.Place(piece, [.. parts.Select(p => (_ranks[p], p.Length))], start));
        }

        return spans;
    }
}
