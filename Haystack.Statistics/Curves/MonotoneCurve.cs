namespace Haystack.Statistics.Curves;

/// <summary>
/// Accuracy against distance without a form: it never rises, and is as near the answers as that allows (pool adjacent
/// violators: M. Ayer and others, Annals of Mathematical Statistics 26, 1955). Between distances it is read off along log2(1 + d).
/// </summary>
internal sealed class MonotoneCurve
{
    private readonly double[] _x;
    private readonly double[] _accuracy;

    /// <summary>The curve through shares at distances, in doublings and rising.</summary>
    /// <param name="x">The distances.</param>
    /// <param name="shares">The share of right answers at each.</param>
    /// <param name="answers">How many answers each rests on.</param>
    public MonotoneCurve(double[] x, double[] shares, double[] answers) => (_x, _accuracy) = (x, Falling(shares, answers));

    /// <summary>Accuracy at a distance in tokens; beyond the distances asked, that of the nearest.</summary>
    public double AccuracyAt(double distanceTokens)
    {
        var x = CurveData.Doublings(distanceTokens);
        var after = Array.FindIndex(_x, v => v >= x);
        if (after <= 0)
            return after == 0 ? _accuracy[0] : _accuracy[^1];
        var share = (x - _x[after - 1]) / (_x[after] - _x[after - 1]);
        return _accuracy[after - 1] + share * (_accuracy[after] - _accuracy[after - 1]);
    }

    /// <summary>The values that never rise and lie nearest to <paramref name="values"/> by weighted squares.</summary>
    public static double[] Falling(double[] values, double[] weights)
    {
        var blocks = new List<(double Mean, double Weight, int Count)>();
        for (var i = 0; i < values.Length; i++)
        {
            var block = (Mean: values[i], Weight: weights[i], Count: 1);
            while (blocks.Count > 0 && blocks[^1].Mean < block.Mean)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                var weight = before.Weight + block.Weight;
                block = ((before.Mean * before.Weight + block.Mean * block.Weight) / weight, weight, before.Count + block.Count);
            }

            blocks.Add(block);
        }

        return [.. blocks.SelectMany(b => Enumerable.Repeat(b.Mean, b.Count))];
    }
}
