namespace Haystack.Inference.Builtin;

/// <summary>
/// How likely two facts are still combined at a distance of d tokens:
/// R(d) = logistic(a − log2(1 + d)), with a = ln((1 + H)^(1/ln 2) − 2) so that R(H) = R(0) / 2.
/// </summary>
internal static class Forgetting
{
    /// <summary>R(<paramref name="distanceTokens"/>), 0–1, for the half distance <paramref name="halfTokens"/>.</summary>
    public static double Recall(int distanceTokens, int halfTokens)
    {
        // With u = e^(−a): 1/(1 + u·e^x) = ½ · 1/(1 + u) at x = log2(1 + H) gives u = 1/(e^x − 2).
        var u = 1 / (Math.Exp(Math.Log2(1.0 + halfTokens)) - 2);
        return 1 / (1 + (u * Math.Exp(Math.Log2(1.0 + distanceTokens))));
    }
}
