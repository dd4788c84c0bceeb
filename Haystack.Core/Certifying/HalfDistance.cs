namespace Haystack.Certifying;

/// <summary>Where half is found: a logistic curve in the logarithm of distance by maximum likelihood, with its 95% interval.</summary>
/// <param name="Tokens">The distance.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
internal sealed record HalfDistance(double Tokens, double Low, double High)
{
    private const int MostSteps = 50;
    private const double Normal = 1.959964;

    /// <summary>The fit; null where the answers have no such place: all right, all wrong, or no slope.</summary>
    public static HalfDistance? Fit(IReadOnlyCollection<(int Distance, bool IsRight)> answers)
    {
        if (answers.Count == 0 || answers.All(a => a.IsRight) || !answers.Any(a => a.IsRight))
            return null;
        var center = answers.Average(a => Math.Log(a.Distance));
        // P = 1 / (1 + exp(−(a − b (x − center)))), by Newton's method.
        var (a, b) = (0.0, 1.0);
        double aa = 0, ab = 0, bb = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            double ga = 0, gb = 0;
            (aa, ab, bb) = (0, 0, 0);
            foreach (var (distance, isRight) in answers)
            {
                var x = center - Math.Log(distance);
                var p = 1 / (1 + Math.Exp(-(a + b * x)));
                var (miss, weight) = ((isRight ? 1 : 0) - p, p * (1 - p));
                ga += miss;
                gb += miss * x;
                aa += weight;
                ab += weight * x;
                bb += weight * x * x;
            }

            var determinant = aa * bb - ab * ab;
            if (determinant < 1e-12)
                return null;
            var (da, db) = ((bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant);
            a += da;
            b += db;
            if (Math.Abs(da) + Math.Abs(db) < 1e-9)
                break;
        }

        if (!(b > 0.1) || !double.IsFinite(a))
            return null;
        // Half where a = b (x − center); its variance by the delta method.
        var det = aa * bb - ab * ab;
        var (va, vb, vab) = (bb / det, aa / det, -ab / det);
        var (toA, toB) = (1 / b, -a / (b * b));
        var half = center + a / b;
        var error = Normal * Math.Sqrt(toA * toA * va + toB * toB * vb + 2 * toA * toB * vab);
        return new HalfDistance(Math.Exp(half), Math.Exp(half - error), Math.Exp(half + error));
    }
}
