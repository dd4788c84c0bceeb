using System.Globalization;
using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>
/// For models whose vocabulary cannot be had: counts are o200k tokens, and <see cref="Ratio"/> says how many of
/// the server's tokens one of them is, on average.
/// </summary>
/// <remarks>
/// Counts and spans are not scaled, because a scaled and rounded count would no longer add up. Whoever plans in
/// the server's tokens divides lengths by the ratio first (<see cref="FromServer"/>) and multiplies what is
/// reported (<see cref="ToServer"/>); everything in between is exact o200k arithmetic. A ratio is an average over
/// probe prompts: single texts are off by some per cent, which is why such figures carry a "≈".
/// </remarks>
internal sealed class CalibratedTokenizer : ModelTokenizer
{
    private readonly TiktokenModelTokenizer _o200k = TiktokenModelTokenizer.ForEncoding("o200k_base");

    /// <summary>A ratio as measured, and why there is nothing better than it.</summary>
    /// <exception cref="HaystackException">The ratio is not one that any tokenizer could have.</exception>
    public CalibratedTokenizer(double ratio, string reason)
    {
        if (!(ratio is >= 0.1 and <= 10))
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"a ratio of {ratio:0.###} server tokens per o200k token cannot be right"));
        Ratio = ratio;
        Reason = reason;
    }

    /// <summary>The server's tokens per o200k token.</summary>
    public double Ratio { get; }

    /// <summary>Why the model's own tokenizer is not used.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string Source => string.Create(CultureInfo.InvariantCulture, $"calibrated:o200k_base×{Ratio:0.####}");

    /// <summary>That of o200k: its tokens are o200k's, whatever the ratio.</summary>
    public override string Fingerprint => _o200k.Fingerprint;

    /// <summary>The ratio that two totals over the same probe texts give.</summary>
    public static double RatioOf(long serverTokens, long o200kTokens) =>
        o200kTokens > 0 ? serverTokens / (double)o200kTokens : throw new ArgumentOutOfRangeException(nameof(o200kTokens));

    /// <summary>How many o200k tokens make <paramref name="serverTokens"/> of the server's, to the nearest.</summary>
    public int FromServer(int serverTokens) => checked((int)Math.Round(serverTokens / Ratio, MidpointRounding.AwayFromZero));

    /// <summary>About how many of the server's tokens <paramref name="tokens"/> of o200k are.</summary>
    public int ToServer(int tokens) => checked((int)Math.Round(tokens * Ratio, MidpointRounding.AwayFromZero));

    /// <inheritdoc/>
    internal override SecondEncoder? Second => _o200k.Second;

    /// <inheritdoc/>
    public override int Count(ReadOnlySpan<char> text) => _o200k.Count(text);

    /// <inheritdoc/>
    public override IReadOnlyList<TokenSpan> Encode(string text) => _o200k.Encode(text);

    /// <inheritdoc/>
    internal override int[] Ids(ReadOnlySpan<char> text) => _o200k.Ids(text);

    /// <inheritdoc/>
    internal override bool AlwaysCuts(char before, char after) => _o200k.AlwaysCuts(before, after);
}
