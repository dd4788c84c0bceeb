namespace Haystack.Statistics.Curves;

/// <summary>The answers at each distance, all lengths and places pooled, held against a D50 that a curve gave.</summary>
internal static class PooledAnswers
{
    /// <summary>
    /// Whether the answers plainly say otherwise: at some distance short of the whole interval of D50 they are surely less
    /// than half-way right (95%, Wilson), or at some distance beyond it surely more. Length and place may do that to a
    /// curve that holds, so it is to be asked only of one that does not describe the answers.
    /// </summary>
    public static bool Contradict(CurveData data, TokenDistance d50)
    {
        var byDistance = Enumerable.Range(0, data.N.Length)
            .GroupBy(i => data.Distances[i], (distance, at) => (Distance: distance, Answers: Sum(data, at.ToArray())))
            .OrderBy(d => d.Distance).ToArray();
        var half = (byDistance[0].Answers.Value!.Value + data.MeanChance) / 2;
        foreach (var (distance, answers) in byDistance.Skip(1))
        {
            var interval = Wilson.Interval95(answers)!.Value;
            if (interval.High < half && d50.Low > distance || interval.Low > half && d50.High < distance)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the answers themselves rise with distance, the facts once parted: by the sign of the least-squares slope over
    /// log2(1 + d). A curve may rise where it explains too much of a fall by length and place, as with a reader that has a window.
    /// </summary>
    public static bool Rise(CurveData data)
    {
        var parted = Enumerable.Range(0, data.N.Length).Where(i => data.Distances[i] > 0).ToArray();
        var mean = parted.Sum(i => data.N[i] * data.X[i]) / parted.Sum(i => data.N[i]);
        return parted.Sum(i => (data.X[i] - mean) * data.K[i]) > 0;
    }

    private static Proportion Sum(CurveData data, int[] patterns) =>
        new((int)patterns.Sum(i => data.K[i]), (int)patterns.Sum(i => data.N[i]));
}
