namespace Haystack.Reference;

/// <summary>What a token that looks no farther back than three others leaves behind: the same wherever these four stand.</summary>
/// <param name="Keys">Of each layer, not yet turned to its position.</param>
/// <param name="Values">Of each layer.</param>
/// <param name="State">What comes out of the last layer.</param>
internal sealed record LeftBehind(float[][] Keys, float[][] Values, float[] State);
