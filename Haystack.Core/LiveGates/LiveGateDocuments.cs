using Haystack.Gates;
using Haystack.Planning;
using Haystack.Preparing;
using Haystack.Rereading;
using Haystack.Sets;

namespace Haystack.LiveGates;

/// <summary>The documents that a live gate may ask about, in working order; each is made once to see that it can be.</summary>
internal static class LiveGateDocuments
{
    /// <summary>The documents.</summary>
    /// <exception cref="HaystackException">One cannot be made as asked, or those of the base run cannot be made again.</exception>
    public static IReadOnlyList<(DocumentSet Set, DocumentPlan Plan)> For(PreparedSweep sweep, GateConditions conditions)
    {
        var sets = sweep.Models[0].Sets;
        (DocumentSet Set, DocumentPlan Plan)[] documents = LiveGateOptions.Base(conditions) is { } other
            ? [.. Again(sets, other, conditions.Scope)]
            : [.. Own(sets, sweep.Options, conditions)];
        if (conditions.Scope.DistanceTokens is { } at && !documents.Any(d => d.Plan.Chains.Any(c => c.DistanceTokens == at)))
            throw new HaystackException($"no document of the gate has the distance {TokenSize.Format(at)}");
        // The sweep has made those that it would deal itself; others were not tried yet.
        Parallel.ForEach(documents, d => d.Set.Build(d.Plan));
        return documents;
    }

    /// <summary>Round robin over context lengths, families and languages, so that every look sees all of them.</summary>
    private static IEnumerable<(DocumentSet Set, DocumentPlan Plan)> Own(IReadOnlyList<DocumentSet> sets, SweepOptions options, GateConditions conditions)
    {
        var wanted = options.Documents;
        for (var i = 0; i < wanted; i++)
        {
            var set = sets[i % sets.Count];
            var index = i / sets.Count;
            yield return (set, LiveGateOptions.IsAtOneDistance(conditions)
                ? set.PlanAlike(index, [.. Enumerable.Repeat(conditions.Scope.DistanceTokens!.Value, options.ChainsPerDocument)])
                : set.Plan(index));
        }
    }

    private static IEnumerable<(DocumentSet Set, DocumentPlan Plan)> Again(IReadOnlyList<DocumentSet> sets, NoWorseThreshold other, GateScope scope)
    {
        var ids = other.Other.Trials.Where(scope.Takes).Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            throw new HaystackException($"run {other.Other.Name} has nothing in the part asked for{(scope.ToString() is { Length: > 0 } text ? $" ({text})" : "")}");
        foreach (var id in ids)
        {
            yield return sets.Select(s => (Set: s, Plan: StoredPlan.Find(s, other.Other, id))).FirstOrDefault(d => d.Plan is not null) is ({ } set, { } plan)
                ? (set, plan)
                : throw new HaystackException($"document {id} of run {other.Other.Name} cannot be made again: corpus or generator differ from the run's");
        }
    }
}
