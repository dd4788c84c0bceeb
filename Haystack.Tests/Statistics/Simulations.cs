using Haystack.Scoring;
using Haystack.Statistics.Curves;
using Haystack.Storage;

namespace Haystack.Tests.Statistics;

/// <summary>Many simulated sweeps, spread over the cores; each has a seed of its own, so their order changes nothing.</summary>
internal static class Simulations
{
    /// <summary>How many of <paramref name="runs"/> simulations meet a condition.</summary>
    public static int Count(int runs, Func<int, bool> meets) => Each(runs, meets).Count(met => met);

    /// <summary>What each of <paramref name="runs"/> simulations gives, in their order.</summary>
    public static T[] Each<T>(int runs, Func<int, T> simulate)
    {
        var results = new T[runs];
        Parallel.For(0, runs, i => results[i] = simulate(i));
        return results;
    }

    /// <summary>Rows of pair questions as the curve takes them.</summary>
    public static CurveObservation[] Observations(IEnumerable<TrialRow> rows) =>
        [.. rows.Select(t => new CurveObservation(
            t.DocumentId, t.DistanceTokens!.Value, t.ContextTokens, t.Position, t.ChanceLevel, t.Outcome == Outcome.Correct))];
}
