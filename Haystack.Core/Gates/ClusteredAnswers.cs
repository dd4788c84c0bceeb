using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>
/// Answers about one document are alike; counted as independent they would promise too much. n is divided by the
/// variance between documents over the binomial one (the design effect of the ratio estimator) before an exact bound
/// is taken, and the right ones are rounded against the verdict.
/// </summary>
internal static class ClusteredAnswers
{
    /// <summary>The verdict of <paramref name="gate"/> on <paramref name="trials"/>, which are answers.</summary>
    public static GateVerdict Decide(FixedGate gate, IReadOnlyList<TrialRow> trials, Func<TrialRow, bool> good)
    {
        var all = new Proportion(trials.Count(good), trials.Count);
        if (all.Total == 0)
            return GateVerdict.Fail;
        var effective = Math.Max(1, (int)(all.Total / DesignEffect(trials, good, all)));
        var right = (double)all.Successes * effective / all.Total;
        if (gate.Decide(new Proportion((int)Math.Floor(right), effective)) == GateVerdict.Pass)
            return GateVerdict.Pass;
        return gate.Decide(new Proportion((int)Math.Ceiling(right), effective)) == GateVerdict.Fail ? GateVerdict.Fail : GateVerdict.Inconclusive;
    }

    private static double DesignEffect(IReadOnlyList<TrialRow> trials, Func<TrialRow, bool> good, Proportion all)
    {
        var p = (double)all.Successes / all.Total;
        var documents = trials.GroupBy(t => t.DocumentId, StringComparer.Ordinal).Select(g => (K: g.Count(good), N: g.Count())).ToArray();
        if (p is 0 or 1 || documents.Length < 2)
            return 1;
        var squares = documents.Sum(d => (d.K - p * d.N) * (d.K - p * d.N));
        var variance = squares * documents.Length / (documents.Length - 1) / all.Total;
        return Math.Max(1, variance / (p * (1 - p)));
    }
}
