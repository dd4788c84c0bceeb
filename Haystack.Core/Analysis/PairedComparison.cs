using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Statistics.Comparing;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Analysis;

/// <summary>Makes <see cref="Comparison"/>s from stored rows.</summary>
public static class PairedComparison
{
    /// <summary>
    /// Run A against run B, model by model: models of the same name, or the only model of a run, whatever its name, against each of the other.
    /// </summary>
    /// <param name="a">The base.</param>
    /// <param name="b">What is compared with it.</param>
    /// <param name="arm">Which question is compared.</param>
    /// <exception cref="HaystackException">The runs have no model in common.</exception>
    public static IReadOnlyList<Comparison> Runs(RunData a, RunData b, Arm arm = Arm.Pair)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (modelsA, modelsB) = (Models(a), Models(b));
        (string A, string B)[] sides = modelsA is [var onlyA] && modelsB is [var onlyB]
            ? [(onlyA, onlyB)]
            : [.. modelsA.Intersect(modelsB, StringComparer.Ordinal).Select(m => (m, m))];
        // A run of one model is compared with every model of another run.
        if (sides.Length == 0 && (modelsA.Length == 1 || modelsB.Length == 1))
            sides = [.. modelsA.SelectMany(m => modelsB.Select(n => (m, n)))];
        if (sides.Length == 0)
            throw new HaystackException($"runs {a.Name} ({string.Join(", ", modelsA)}) and {b.Name} ({string.Join(", ", modelsB)}) have no model in common");
        return Together([.. sides.Select(s => Between(
            Side($"{a.Name}: {s.A}", a.Trials.Where(t => t.Model == s.A)),
            Side($"{b.Name}: {s.B}", b.Trials.Where(t => t.Model == s.B)), arm) with
        {
            TokensAreEstimated = IsEstimated(a, s.A) || IsEstimated(b, s.B),
        })]);
    }

    /// <summary>Every two models of one run, in the run's order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="arm">Which question is compared.</param>
    public static IReadOnlyList<Comparison> WithinRun(RunData run, Arm arm = Arm.Pair)
    {
        ArgumentNullException.ThrowIfNull(run);
        var models = Models(run);
        var trials = run.Trials.ToLookup(t => t.Model, StringComparer.Ordinal);
        return Together([.. models.SelectMany((a, i) => models.Skip(i + 1).Select(b => Between(
            Side(a, trials[a]), Side(b, trials[b]), arm) with
            {
                TokensAreEstimated = IsEstimated(run, a) || IsEstimated(run, b),
            }))]);
    }

    /// <summary>One side against another: rows of one model each.</summary>
    public static Comparison Between(
        (string Name, IReadOnlyList<TrialRow> Trials) a, (string Name, IReadOnlyList<TrialRow> Trials) b, Arm arm)
    {
        var (askedA, askedB) = (Asked(a.Trials, arm), Asked(b.Trials, arm));
        var shared = askedA.Where(t => askedB.ContainsKey(t.Key)).Select(t => (A: t.Value, B: askedB[t.Key])).ToArray();
        PairedTrial[] pairs = [.. shared.Where(p => p.A.Outcome.IsAnswer() && p.B.Outcome.IsAnswer())
            .Select(p => Pair(p.A, IsRight(p.A), IsRight(p.B)) with { AmbiguousA = Unsettled.IsAmbiguous(p.A), AmbiguousB = Unsettled.IsAmbiguous(p.B) })];
        var unanswered = shared.Where(p => !p.A.Outcome.IsAnswer() || !p.B.Outcome.IsAnswer()).ToArray();
        PairedTrial[] forA = [.. unanswered.Select(p => Pair(p.A, !p.A.Outcome.IsAnswer() || IsRight(p.A), p.B.Outcome.IsAnswer() && IsRight(p.B)))];
        PairedTrial[] forB = [.. unanswered.Select(p => Pair(p.A, p.A.Outcome.IsAnswer() && IsRight(p.A), !p.B.Outcome.IsAnswer() || IsRight(p.B)))];
        var whole = WholeDifference.Of(pairs, forA, forB);
        var answered = shared.Where(p => p.A.Outcome.IsAnswer() && p.B.Outcome.IsAnswer()).ToArray();
        var (cappedA, cappedB) = (CappedShare.Of(answered.Select(p => p.A), IsRight), CappedShare.Of(answered.Select(p => p.B), IsRight));
        return Concluded(new Comparison
        {
            A = a.Name,
            B = b.Name,
            Arm = arm,
            Counts = Sum(pairs),
            Documents = pairs.Select(p => p.Document).Distinct(StringComparer.Ordinal).Count(),
            UnpairedA = askedA.Values.Count(t => t.Outcome.IsAnswer()) - pairs.Length,
            UnpairedB = askedB.Values.Count(t => t.Outcome.IsAnswer()) - pairs.Length,
            Unanswered = unanswered.Length,
            Ambiguous = pairs.Count(p => p.AmbiguousA) + pairs.Count(p => p.AmbiguousB),
            DifferenceByReading = ByReading(pairs),
            CappedA = cappedA.Capped,
            CappedB = cappedB.Capped,
            CompletedA = cappedA.Completed,
            CompletedB = cappedB.Completed,
            DifferenceInterval = whole.Interval,
            P = whole.P,
            AdjustedP = whole.P,
            Cells = Cells(pairs, forA, forB),
            Conclusion = "",
        });
    }

    /// <summary>Adjusts for so many comparisons, and concludes anew: of many, one is always the most striking.</summary>
    private static Comparison[] Together(Comparison[] made)
    {
        if (made.Length < 2)
            return made;
        var whole = Holm.Adjust([.. made.Select(c => c.P)]);
        var cells = new Queue<double>(Holm.Adjust([.. made.SelectMany(c => c.Cells).Select(c => c.P)]));
        return [.. made.Select((c, i) => Concluded(c with
        {
            AdjustedP = whole[i],
            MadeTogether = made.Length,
            Cells = [.. c.Cells.Select(cell => cell with { AdjustedP = cells.Dequeue() })],
        }))];
    }

    private static Comparison Concluded(Comparison comparison) => comparison with { Conclusion = ComparisonSentence.For(comparison) };

    /// <summary>Ambiguous replies of A right and of B wrong is the least that B can be ahead, the other way about the most.</summary>
    private static Interval? ByReading(PairedTrial[] pairs)
    {
        var (a, b) = (pairs.Count(p => p.AmbiguousA), pairs.Count(p => p.AmbiguousB));
        return a + b == 0 || Sum(pairs).Difference is not { } difference
            ? null
            : new Interval(difference - (double)a / pairs.Length, difference + (double)b / pairs.Length);
    }

    private static (string, IReadOnlyList<TrialRow>) Side(string name, IEnumerable<TrialRow> trials) => (name, [.. trials]);

    private static bool IsEstimated(RunData run, string model) =>
        run.Models.Any(m => m.Name == model && m.TokenizerGrade == TokenizerGrade.Calibrated);

    private static string[] Models(RunData run) => [.. run.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];

    /// <summary>What was asked, by question. The first answer counts; where there is none, that there is none.</summary>
    private static Dictionary<(string, int, string, string, string, string), TrialRow> Asked(IEnumerable<TrialRow> trials, Arm arm)
    {
        var found = new Dictionary<(string, int, string, string, string, string), TrialRow>();
        foreach (var t in trials.Where(t => t.Arm == arm).OrderBy(t => !t.Outcome.IsAnswer()))
            found.TryAdd((t.DocumentId, t.Chain, t.Family, t.Language, t.QuestionPlacement, t.Arrangement), t);
        return found;
    }

    private static bool IsRight(TrialRow trial) => trial.Outcome == Outcome.Correct;

    private static PairedTrial Pair(TrialRow of, bool a, bool b) => new(of.DocumentId, of.ContextTokens, of.DistanceTokens, a, b);

    private static ComparisonCell[] Cells(PairedTrial[] pairs, PairedTrial[] forA, PairedTrial[] forB)
    {
        var cells = pairs.GroupBy(p => (p.ContextTokens, p.DistanceTokens))
            .OrderBy(g => g.Key.ContextTokens).ThenBy(g => g.Key.DistanceTokens ?? -1)
            .Select(g => (g.Key, Counts: Sum(g), P: WholeDifference.ExactP(g, Of(forA, g.Key), Of(forB, g.Key))))
            .ToArray();
        var adjusted = Holm.Adjust([.. cells.Select(c => c.P)]);
        return [.. cells.Select((c, i) => new ComparisonCell
        {
            ContextTokens = c.Key.ContextTokens,
            DistanceTokens = c.Key.DistanceTokens,
            Counts = c.Counts,
            DifferenceInterval = c.Counts.DifferenceInterval(),
            P = c.P,
            AdjustedP = adjusted[i],
        })];

        static PairedTrial[] Of(PairedTrial[] unanswered, (int Context, int? Distance) cell) =>
            [.. unanswered.Where(p => (p.ContextTokens, p.DistanceTokens) == cell)];
    }

    private static PairedCounts Sum(IEnumerable<PairedTrial> pairs) =>
        pairs.Aggregate(new PairedCounts(), (sum, pair) => sum + pair.Counts);
}
