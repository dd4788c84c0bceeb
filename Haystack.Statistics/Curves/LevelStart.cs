namespace Haystack.Statistics.Curves;

/// <summary>Where the climbs begin: a flat curve, and one that falls at each tested distance.</summary>
internal static class LevelStart
{
    /// <summary>Starts for a free slope; the terms begin at 0.</summary>
    public static IEnumerable<double[]> Free(CurveData data, int size)
    {
        var flat = new double[size];
        flat[0] = PooledLogit(data);
        flat[^1] = 0.01;
        yield return flat;
        var tested = data.X.Where(x => x > 0).Distinct().Order().ToArray();
        foreach (var quarter in new[] { 0.3, 0.8 })
        {
            if (tested.Length == 0)
                yield break;
            var at = tested[(int)(quarter * (tested.Length - 1))];
            var fall = new double[size];
            // Reaches a logistic of one half where it falls, from about 0.98.
            fall[0] = 4;
            fall[1] = -4 / at;
            fall[^1] = 0.01;
            yield return fall;
        }
    }

    /// <summary>A start without a slope of its own.</summary>
    public static double[] Tied(CurveData data, int size)
    {
        var start = new double[size];
        start[0] = PooledLogit(data);
        start[^1] = 0.01;
        return start;
    }

    private static double PooledLogit(CurveData data)
    {
        var accuracy = (data.Successes + 0.5) / (data.Trials + 1);
        var aboveChance = Math.Clamp((accuracy - data.MeanChance) / (1 - data.MeanChance), 0.01, 0.99);
        return Math.Log(aboveChance / (1 - aboveChance));
    }
}
