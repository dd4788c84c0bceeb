using Haystack.Statistics.Allocation;
using Haystack.Statistics.Curves;

namespace Haystack.Statistics;

/// <summary>
/// Puts further documents where they tell most, in fixed batches with a look after each. A pure function of the answers
/// so far: resuming a sweep, or working its trials in another order, gives the same documents.
/// </summary>
internal static class AdaptiveAllocation
{
    /// <summary>
    /// A look comes after an eighth more documents: looking after every few would end a sweep at the first chance of a
    /// narrow interval, and such intervals cover too little.
    /// </summary>
    private const int LookShare = 8;

    /// <summary>The next batch, or the end.</summary>
    /// <param name="all">The chains of one model so far; only answered pair questions count.</param>
    /// <param name="documents">Documents asked about so far, answered or not.</param>
    /// <param name="cells">Every rung and distance that may be used. Each rung needs its d = 0 or another smallest distance.</param>
    /// <param name="goal">When to end; one of its two widths must be set.</param>
    /// <exception cref="ArgumentException">No cell, or no width.</exception>
    public static AllocationStep Next(IReadOnlyList<ChainOutcome> all, int documents, IReadOnlyList<AllocationCell> cells, AllocationGoal goal)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(goal);
        if (cells.Count == 0 || (goal.CellWidth is null && goal.HalfDoublings is null))
            throw new ArgumentException("an adaptive sweep needs cells and a width");

        var chains = all.Where(c => c.Pair is not null).ToArray();
        var rungs = cells.GroupBy(c => c.ContextTokens).OrderBy(g => g.Key).Select(g => g.OrderBy(c => c.DistanceTokens).ToArray()).ToArray();
        if (documents >= goal.MaxDocuments)
            return new AllocationStep([], $"the budget of {goal.MaxDocuments} documents is spent");
        // The first looks go everywhere: a curve needs to be seen before it can steer.
        if (documents < 2 * rungs.Length)
            return new AllocationStep([.. Enumerable.Range(0, 2).SelectMany(turn => rungs.Select(r => Even(r, turn, goal)))], "every rung first");

        var cellDesign = new CellDesign(chains, cells);
        var cellsDone = goal.CellWidth is not { } width || cellDesign.Widest() < width;
        var halfDone = goal.HalfDoublings is not { } doublings || IsNarrow(all, doublings);
        if (cellsDone && halfDone)
            return new AllocationStep([], "every interval is as narrow as asked for");

        IDesign design = cellDesign;
        var why = "the widest cells";
        if (!halfDone && HalfDesign.From(FindingsBuilder.Observations(chains), CurveAnalysis.MaxLapse) is { } half)
            (design, why) = (half, "where D50 gains most");
        var count = Math.Min(Math.Max(goal.DocumentsPerLook, documents / LookShare), goal.MaxDocuments - documents);
        return new AllocationStep(Batch(design, rungs, documents, count, goal), why);
    }

    /// <summary>Whether the 95% interval of D50, as a report tells it, spans no more than <paramref name="doublings"/>.</summary>
    /// <remarks>
    /// A report allows for more than the curve's own interval: for what else may part far facts, a form in doubt, questions
    /// without an answer. What was asked for is the interval that is told; it costs many fits, and is found where the other is narrow.
    /// </remarks>
    internal static bool IsNarrow(IReadOnlyList<ChainOutcome> chains, double doublings) =>
        CurveAnalysis.HalfWidth(FindingsBuilder.Observations(chains), doublings) <= doublings
            && FindingsBuilder.Accuracy(chains, stopsAtWidth: true).D50 is { Low: { } low, High: { } high, HighBeyond: false }
            && CurveData.Doublings(high) - CurveData.Doublings(low) <= doublings;

    private static List<AllocationDocument> Batch(IDesign design, AllocationCell[][] rungs, int documents, int count, AllocationGoal goal)
    {
        var batch = new List<AllocationDocument>();
        for (var i = 0; i < count; i++)
        {
            var (best, bestGain) = (rungs[0], double.NegativeInfinity);
            List<AllocationCell> bestCells = [];
            foreach (var rung in rungs)
            {
                var (cells, gain) = Fill(design.Copy(), rung, documents + i, goal.ChainsPerDocument);
                if (gain > bestGain)
                    (best, bestGain, bestCells) = (rung, gain, cells);
            }

            bestCells.ForEach(design.Add);
            batch.Add(new AllocationDocument(best[0].ContextTokens, [.. bestCells.Select(c => c.DistanceTokens)]));
        }

        return batch;
    }

    /// <summary>
    /// One document's chains: one at the smallest distance, since every penalty is taken within documents; in every
    /// fourth document one that goes through all distances in turn, since a curve may be wrong; the rest where they gain most.
    /// </summary>
    private static (List<AllocationCell> Cells, double Gain) Fill(IDesign design, AllocationCell[] rung, int turn, int chains)
    {
        var cells = new List<AllocationCell> { rung[0] };
        if (turn % 4 == 0)
            cells.Add(rung[turn / 4 % rung.Length]);
        var gain = 0.0;
        foreach (var cell in cells)
        {
            gain += design.Gain(cell);
            design.Add(cell);
        }

        while (cells.Count < chains)
        {
            var next = rung.MaxBy(design.Gain)!;
            gain += design.Gain(next);
            design.Add(next);
            cells.Add(next);
        }

        return (cells, gain);
    }

    /// <summary>The smallest distance, then all the others in turn, going on where the turn before ended.</summary>
    private static AllocationDocument Even(AllocationCell[] rung, int turn, AllocationGoal goal)
    {
        var others = rung.Length == 1 ? rung : rung[1..];
        var first = turn * (goal.ChainsPerDocument - 1);
        var chosen = Enumerable.Range(first, goal.ChainsPerDocument - 1).Select(i => others[i % others.Length]);
        return new AllocationDocument(rung[0].ContextTokens, [rung[0].DistanceTokens, .. chosen.Select(c => c.DistanceTokens)]);
    }
}
