namespace Haystack.Tests.Statistics;

/// <summary>A reader with a known curve: P = γ + (1 − γ − λ)·logistic(a + b·log2(1 + d) + u), u normal by document.</summary>
internal sealed record SimulatedReader
{
    /// <summary>The distance at which accuracy has fallen half-way to chance; infinite for a flat reader.</summary>
    public double HalfAt { get; init; } = 2048;

    /// <summary>a, at d = 0.</summary>
    public double Level { get; init; } = 4;

    /// <summary>γ.</summary>
    public double Chance { get; init; } = 0.125;

    /// <summary>λ.</summary>
    public double Lapse { get; init; } = 0.02;

    /// <summary>Standard deviation of the documents' own log-odds.</summary>
    public double DocumentSpread { get; init; }

    /// <summary>c, per doubling of context above 8k.</summary>
    public double LengthEffect { get; init; }

    /// <summary>e, per unit of midpoint above 0.5.</summary>
    public double PositionEffect { get; init; }

    /// <summary>The probability of a right answer.</summary>
    public double Accuracy(int distance, int context, double position, double document)
    {
        var level = 1 / (1 + Math.Exp(-Level));
        var slope = double.IsPositiveInfinity(HalfAt) ? 0
            : (Math.Log(level / 2 / (1 - level / 2)) - Level) / Math.Log2(1 + HalfAt);
        var eta = Level + slope * Math.Log2(1 + distance) + document
            + LengthEffect * Math.Log2(context / 8192.0) + PositionEffect * (position - 0.5);
        return Chance + (1 - Chance - Lapse) / (1 + Math.Exp(-eta));
    }

    /// <summary>
    /// D50 of the accuracy averaged over documents: differs from <see cref="HalfAt"/> where documents differ,
    /// and it is the averaged accuracy that a sweep shows.
    /// </summary>
    public double AveragedHalf()
    {
        if (DocumentSpread == 0)
            return HalfAt;
        var (low, high) = (0.0, 30.0);
        var target = (Average(0) - Chance) / 2;
        while (high - low > 1e-6)
        {
            var middle = (low + high) / 2;
            if (Average(middle) - Chance > target)
                low = middle;
            else
                high = middle;
        }

        return Math.Pow(2, low) - 1;

        double Average(double doublings)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var z = -6.0; z <= 6; z += 0.02)
            {
                var weight = Math.Exp(-z * z / 2);
                sum += weight * Accuracy((int)(Math.Pow(2, doublings) - 1), 8192, 0.5, z * DocumentSpread);
                weights += weight;
            }

            return sum / weights;
        }
    }
}
