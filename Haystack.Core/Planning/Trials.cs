using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>The questions of a document, enumerated in this one place.</summary>
internal static class Trials
{
    /// <summary>How many questions each document has, closed-book ones included, cold controls not.</summary>
    public static int CountOf(SweepOptions options) =>
        Shape(options.Placements, options.Arms, options.ChainsPerDocument, SweepDefaults.OrphansPerDocument).Count()
        + (options.Arms.Contains(Arm.ClosedBook) ? options.ChainsPerDocument : 0);

    /// <summary>The questions about a document in the order of its chains.</summary>
    public static IReadOnlyList<Trial> About(DocumentPlan plan, IReadOnlyList<QuestionPlacement> placements, IReadOnlyList<Arm> arms) =>
    [
        .. Shape(placements, arms, plan.Chains.Count, plan.OrphanTargets.Count).Select(q => new Trial(plan, q.Chain, q.Arm, q.Placement)),
    ];

    /// <summary>The questions whose facts a document has, asked without it.</summary>
    public static IReadOnlyList<Trial> ClosedBook(DocumentPlan plan, IReadOnlyList<Arm> arms) =>
        arms.Contains(Arm.ClosedBook) ? [.. Enumerable.Range(0, plan.Chains.Count).Select(c => new Trial(plan, c, Arm.ClosedBook, QuestionPlacement.After))] : [];

    /// <summary>
    /// The questions about a document in the order in which they are asked, cold controls last (they may push the document
    /// out of the cache). Which comes first, the one that fills the cache, goes round the arms and then the chains from
    /// document to document, so that neither is confounded with what the cache does.
    /// </summary>
    /// <param name="plan">The document.</param>
    /// <param name="options">Arms, placements, and whether the cache is used at all.</param>
    /// <param name="controls">Most cold controls: one for each arm and placement.</param>
    public static IReadOnlyList<Trial> InOrder(DocumentPlan plan, SweepOptions options, int controls)
    {
        var all = About(plan, options.Placements, options.Arms);
        if (all.Count == 0)
            return all;
        var arms = all.GroupBy(t => (t.Arm, t.Placement)).Select(g => g.ToArray()).ToArray();
        var first = Pick(arms[plan.Index % arms.Length], plan.Index / arms.Length);
        var start = all.ToList().IndexOf(first);
        var isOff = options.Cache == CacheMode.Off;
        Trial[] asked = [.. Enumerable.Range(0, all.Count).Select(i => all[(start + i) % all.Count] with { AskedAs = i, Cold = isOff ? i : null })];
        return [.. asked, .. arms.Take(controls).Select((arm, k) => Control(asked, arm, plan.Index, k))];
    }

    /// <summary>A further cold control of a document; null where it has no question whose answer stands in it.</summary>
    /// <param name="plan">The document.</param>
    /// <param name="options">Arms and placements.</param>
    /// <param name="number">Its number among the document's cold controls.</param>
    public static Trial? Further(DocumentPlan plan, SweepOptions options, int number)
    {
        Trial[] asked = [.. InOrder(plan, options, 0)];
        var arms = asked.Where(t => t.Arm != Arm.Absent).GroupBy(t => (t.Arm, t.Placement)).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        return arms.Length == 0 ? null : Control(asked, arms[number % arms.Length], plan.Index, number);
    }

    /// <summary>A question of an arm, another one from document to document, and never the one that filled the cache where there is a choice.</summary>
    private static Trial Control(Trial[] asked, Trial[] arm, int index, int number)
    {
        var of = asked.Where(t => t.Arm == arm[0].Arm && t.Placement == arm[0].Placement && t.AskedAs > 0).OrderBy(t => t.Chain).ToArray();
        var question = of.Length > 0 ? Pick(of, index + number) : asked.First(t => t.Arm == arm[0].Arm && t.Placement == arm[0].Placement);
        return question with { AskedAs = asked.Length + number, IsControl = true, Cold = number };
    }

    private static T Pick<T>(T[] of, int turn) => of[turn % of.Length];

    private static IEnumerable<(QuestionPlacement Placement, int Chain, Arm Arm)> Shape(
        IReadOnlyList<QuestionPlacement> placements, IReadOnlyList<Arm> arms, int chains, int orphans)
    {
        Arm[] ofChains = [.. arms.Where(a => a is Arm.Pair or Arm.First or Arm.Second).Order()];
        foreach (var placement in placements)
        {
            for (var chain = 0; chain < chains; chain++)
            {
                foreach (var arm in ofChains)
                    yield return (placement, chain, arm);
            }

            for (var orphan = 0; arms.Contains(Arm.Absent) && orphan < orphans; orphan++)
                yield return (placement, chains + orphan, Arm.Absent);
        }
    }
}
