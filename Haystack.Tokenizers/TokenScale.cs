using System.Globalization;

namespace Haystack.Tokenization;

/// <summary>
/// Between the tokens that plans and reports speak of (the server's) and those that a tokenizer counts: the same for
/// a model's own tokenizer, scaled for a <see cref="CalibratedTokenizer"/>.
/// </summary>
internal static class TokenScale
{
    private const char RatioMark = '*';

    /// <summary>So many of the server's tokens in counted ones.</summary>
    public static int ToCounted(ModelTokenizer tokenizer, int serverTokens) =>
        tokenizer is CalibratedTokenizer calibrated ? calibrated.FromServer(serverTokens) : serverTokens;

    /// <summary>So many counted tokens in the server's.</summary>
    public static int ToServer(ModelTokenizer tokenizer, int countedTokens) =>
        tokenizer is CalibratedTokenizer calibrated ? calibrated.ToServer(countedTokens) : countedTokens;

    /// <summary>What documents made exact for a tokenizer depend on: its fingerprint, and the ratio where there is one.</summary>
    public static string Identity(ModelTokenizer tokenizer) => tokenizer is CalibratedTokenizer calibrated
        ? string.Create(CultureInfo.InvariantCulture, $"{tokenizer.Fingerprint}{RatioMark}{calibrated.Ratio:R}")
        : tokenizer.Fingerprint;

    /// <summary>The tokenizer with a stored identity: <paramref name="own"/>, or the calibrated one that was used in its place; null where neither has it.</summary>
    public static ModelTokenizer? WithIdentity(ModelTokenizer own, string identity, string? note)
    {
        if (Identity(own) == identity)
            return own;
        var mark = identity.IndexOf(RatioMark, StringComparison.Ordinal);
        return mark > 0 && double.TryParse(identity[(mark + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
            ? new CalibratedTokenizer(ratio, note ?? "")
            : null;
    }
}
