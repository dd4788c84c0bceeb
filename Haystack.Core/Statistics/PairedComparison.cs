using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics.Comparing;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Statistics;

/// <summary>Makes <see cref="Comparison"/>s from stored rows.</summary>
public static class PairedComparison
{
    /// <summary>
    /// Run A against run B, model by model: models of the same name, or the only model of each run whatever its name.
    /// </summary>
    /// <param name="a">The base.</param>
    /// <param name="b">What is compared with it.</param>
    /// <param name="seed">Where the bootstrap's resampling comes from.</param>
    /// <param name="arm">Which question is compared.</param>
    /// <exception cref="HaystackException">The runs have no model in common.</exception>
    public static IReadOnlyList<Comparison> Runs(RunData a, RunData b, Seed seed, Arm arm = Arm.Pair)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (modelsA, modelsB) = (Models(a), Models(b));
        (string A, string B)[] sides = modelsA is [var onlyA] && modelsB is [var onlyB]
            ? [(onlyA, onlyB)]
            : [.. modelsA.Intersect(modelsB, StringComparer.Ordinal).Select(m => (m, m))];
        if (sides.Length == 0)
            throw new HaystackException($"runs {a.Name} and {b.Name} have no model in common");
        return [.. sides.Select(s => Between(
            Side($"{a.Name}: {s.A}", a.Trials.Where(t => t.Model == s.A)),
            Side($"{b.Name}: {s.B}", b.Trials.Where(t => t.Model == s.B)), arm, seed.Derive(s.A)) with
        {
            TokensAreEstimated = IsEstimated(a, s.A) || IsEstimated(b, s.B),
        })];
    }

    /// <summary>Every two models of one run, in the run's order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="seed">Where the bootstrap's resampling comes from.</param>
    /// <param name="arm">Which question is compared.</param>
    public static IReadOnlyList<Comparison> WithinRun(RunData run, Seed seed, Arm arm = Arm.Pair)
    {
        ArgumentNullException.ThrowIfNull(run);
        var models = Models(run);
        return [.. models.SelectMany((a, i) => models.Skip(i + 1).Select(b => Between(
            Side(a, run.Trials.Where(t => t.Model == a)), Side(b, run.Trials.Where(t => t.Model == b)), arm, seed.Derive($"{a}\n{b}")) with
            {
                TokensAreEstimated = IsEstimated(run, a) || IsEstimated(run, b),
            }))];
    }

    /// <summary>One side against another: rows of one model each.</summary>
    public static Comparison Between(
        (string Name, IReadOnlyList<TrialRow> Trials) a, (string Name, IReadOnlyList<TrialRow> Trials) b, Arm arm, Seed seed)
    {
        var (answersA, answersB) = (Answers(a.Trials, arm), Answers(b.Trials, arm));
        var pairs = answersA.Where(t => answersB.ContainsKey(t.Key))
            .Select(t => new PairedTrial(
                t.Value.DocumentId, t.Value.ContextTokens, t.Value.DistanceTokens,
                t.Value.Outcome == Outcome.Correct, answersB[t.Key].Outcome == Outcome.Correct))
            .ToArray();
        var counts = Sum(pairs);
        var comparison = new Comparison
        {
            A = a.Name,
            B = b.Name,
            Arm = arm,
            Counts = counts,
            Documents = pairs.Select(p => p.Document).Distinct(StringComparer.Ordinal).Count(),
            UnpairedA = answersA.Count - pairs.Length,
            UnpairedB = answersB.Count - pairs.Length,
            DifferenceInterval = Overall(pairs, counts, seed),
            Cells = Cells(pairs),
            Conclusion = "",
        };
        return comparison with { Conclusion = ComparisonSentence.For(comparison) };
    }

    private static (string, IReadOnlyList<TrialRow>) Side(string name, IEnumerable<TrialRow> trials) => (name, [.. trials]);

    private static bool IsEstimated(RunData run, string model) =>
        run.Models.Any(m => m.Name == model && m.TokenizerGrade == TokenizerGrade.Calibrated);

    private static string[] Models(RunData run) => [.. run.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];

    private static Dictionary<(string, int, string, string, string, string), TrialRow> Answers(IEnumerable<TrialRow> trials, Arm arm)
    {
        var found = new Dictionary<(string, int, string, string, string, string), TrialRow>();
        foreach (var t in trials.Where(t => t.Arm == arm && t.Outcome.IsAnswer()))
            found.TryAdd((t.DocumentId, t.Chain, t.Family, t.Language, t.QuestionPlacement, t.Arrangement), t);
        return found;
    }

    private static ComparisonCell[] Cells(PairedTrial[] pairs)
    {
        var cells = pairs.GroupBy(p => (p.ContextTokens, p.DistanceTokens))
            .OrderBy(g => g.Key.ContextTokens).ThenBy(g => g.Key.DistanceTokens ?? -1)
            .Select(g => (g.Key, Counts: Sum(g)))
            .ToArray();
        var p = cells.Select(c => McNemar.ExactP(c.Counts.OnlyA, c.Counts.OnlyB)).ToArray();
        var adjusted = Holm.Adjust(p);
        return [.. cells.Select((c, i) => new ComparisonCell
        {
            ContextTokens = c.Key.ContextTokens,
            DistanceTokens = c.Key.DistanceTokens,
            Counts = c.Counts,
            DifferenceInterval = c.Counts.DifferenceInterval(),
            P = p[i],
            AdjustedP = adjusted[i],
        })];
    }

    private static Interval? Overall(PairedTrial[] pairs, PairedCounts counts, Seed seed)
    {
        // Where no pair differs, every resample agrees: the bootstrap would claim certainty.
        if (counts.OnlyA + counts.OnlyB == 0)
            return counts.DifferenceInterval();
        var documents = pairs.GroupBy(p => p.Document, StringComparer.Ordinal)
            .Select(g => (g.First().ContextTokens, N: g.Count(), Gain: g.Sum(p => (p.B ? 1 : 0) - (p.A ? 1 : 0))))
            .ToArray();
        return ClusterBootstrap.Interval95(documents.Length, Difference, seed, strata: [.. documents.Select(d => d.ContextTokens)]);

        double? Difference(IReadOnlyList<int> weights)
        {
            double n = 0, gain = 0;
            for (var i = 0; i < documents.Length; i++)
            {
                n += weights[i] * documents[i].N;
                gain += weights[i] * documents[i].Gain;
            }

            return n == 0 ? null : gain / n;
        }
    }

    private static PairedCounts Sum(IEnumerable<PairedTrial> pairs) =>
        pairs.Aggregate(new PairedCounts(), (sum, pair) => sum + pair.Counts);
}
