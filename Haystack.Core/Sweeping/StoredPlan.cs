using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>Finds the plan of a stored document again: what determines a document is in its rows.</summary>
internal static partial class StoredPlan
{
    /// <summary>The plan; null where the set makes no such document.</summary>
    /// <param name="set">The set that it belonged to.</param>
    /// <param name="run">The run.</param>
    /// <param name="documentId">The document.</param>
    public static DocumentPlan? Find(DocumentSet set, RunData run, string documentId)
    {
        if (Index().Match(documentId) is not { Success: true } found
            || !int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        if (set.Plan(index) is var dealt && dealt.Id == documentId)
            return dealt;
        // Distances that were chosen, not dealt: an adaptive sweep's, or a gate's at a single distance.
        var chosen = run.Trials.Where(t => t.DocumentId == documentId && t.DistanceTokens is not null)
            .GroupBy(t => t.Chain).OrderBy(g => g.Key).Select(g => g.First().DistanceTokens!.Value).ToArray();
        return chosen.Length == dealt.Chains.Count && chosen.All(set.Distances.Contains) && set.Plan(index, chosen) is var plan && plan.Id == documentId
            ? plan
            : null;
    }

    [GeneratedRegex("-([0-9]{4,})-[0-9a-f]{8}(?:-gathered)?$")]
    private static partial Regex Index();
}
