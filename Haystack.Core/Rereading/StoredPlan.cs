using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Storage;

namespace Haystack.Rereading;

/// <summary>Finds the plan of a stored document again: what determines a document is in its rows.</summary>
internal static partial class StoredPlan
{
    /// <summary>Documents in flight before others of a lower number are stored.</summary>
    private const int MostAhead = 1024;

    /// <summary>The plan; null where the set makes no such document.</summary>
    /// <param name="set">The set that it belonged to.</param>
    /// <param name="run">The run.</param>
    /// <param name="documentId">The document.</param>
    public static DocumentPlan? Find(DocumentSet set, RunData run, string documentId)
    {
        if (Series(documentId) is not { } id)
            return null;
        if (set.Plan(id.Index) is var dealt && dealt.Id == documentId)
            return dealt;
        // Distances that were chosen, not dealt: a gate's at a single distance, or an adaptive sweep's. All documents before are
        // planned for it, and they are stored: a number beyond them is no such document's, and would cost what the store says.
        if (id.Index >= run.Documents.Count + MostAhead)
            return null;
        var chosen = Distances(run.Trials.Where(t => t.DocumentId == documentId));
        if (chosen.Length != dealt.Chains.Count || !chosen.All(set.Distances.Contains))
            return null;
        if (set.PlanAlike(id.Index, chosen) is var alike && alike.Id == documentId)
            return alike;
        return run.Trials.Where(t => t.DocumentId == documentId).Select(t => t.Model).Distinct(StringComparer.Ordinal)
            .Select(model => After(set, [.. run.Trials.Where(t => t.Model == model)], id))
            .OfType<ChainTurns>()
            .Select(turns => set.Plan(id.Index, chosen, turns))
            .FirstOrDefault(plan => plan.Id == documentId);
    }

    /// <summary>What the documents of a series before this one were dealt; null where one of them has no rows.</summary>
    private static ChainTurns? After(DocumentSet set, TrialRow[] rows, (string Before, int Index, string Behind) id)
    {
        var series = rows.Where(t => t.DistanceTokens is not null)
            .GroupBy(t => t.DocumentId, StringComparer.Ordinal)
            .Select(g => (Id: Series(g.Key), Rows: g))
            .Where(g => g.Id is { } other && other.Before == id.Before && other.Behind == id.Behind && other.Index < id.Index)
            .OrderBy(g => g.Id!.Value.Index)
            .ToArray();
        var turns = new ChainTurns();
        for (var i = 0; i < series.Length; i++)
        {
            if (series[i].Id!.Value.Index != i || Distances(series[i].Rows) is var distances && !distances.All(set.Distances.Contains))
                return null;
            set.Plan(i, distances, turns);
        }

        return series.Length == id.Index ? turns : null;
    }

    private static int[] Distances(IEnumerable<TrialRow> document) =>
        [.. document.Where(t => t.DistanceTokens is not null).GroupBy(t => t.Chain).OrderBy(g => g.Key).Select(g => g.First().DistanceTokens!.Value)];

    /// <summary>A document's number, and what is before and behind it in the identities of its series.</summary>
    private static (string Before, int Index, string Behind)? Series(string documentId) =>
        Index().Match(documentId) is { Success: true } found
        && int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (documentId[..found.Index], index, found.Groups[2].Value)
            : null;

    [GeneratedRegex("-([0-9]{4,})-[0-9a-f]{8}(-gathered)?$")]
    private static partial Regex Index();
}
