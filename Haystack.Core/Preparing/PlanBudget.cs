using System.Globalization;
using Haystack.Statistics;

namespace Haystack.Preparing;

/// <summary>The plan that fits a time: fewer documents first, down to as many as tell anything, then fewer long contexts.</summary>
internal static class PlanBudget
{
    /// <summary>The options that fit and what they take, in a line; or that nothing does, and what the least takes.</summary>
    /// <param name="sets">Context length, documents and hours of each set of documents of the whole plan.</param>
    /// <param name="hours">The time there is.</param>
    /// <param name="outputBudget">Most tokens of a reply, which stays as it is.</param>
    /// <param name="text">Hours in words.</param>
    public static string Fit(IReadOnlyList<(int ContextTokens, int Documents, double Hours)> sets, double hours, int outputBudget, Func<double, string> text)
    {
        // A shard may have none of some length.
        sets = [.. sets.Where(s => s.Documents > 0)];
        int[] contexts = [.. sets.Select(s => s.ContextTokens).Distinct().Order()];
        if (contexts.Length == 0)
            return "nothing is planned";
        for (var kept = contexts.Length; kept > 0; kept--)
        {
            var inside = sets.Where(s => s.ContextTokens <= contexts[kept - 1]).ToArray();
            // Each set costs the same for every document of it.
            var perDocument = inside.Sum(s => s.Hours / s.Documents);
            var most = inside.Max(s => s.Documents);
            var documents = perDocument > 0 ? (int)Math.Min(most, hours / perDocument) : most;
            if (documents >= Math.Min(most, DocumentShare.FewestDocuments))
                return string.Create(CultureInfo.InvariantCulture, $"fits into {text(hours)}: --contexts {string.Join(',', contexts.Take(kept).Select(TokenSize.Format))} --documents {documents} --max-output {TokenSize.Format(outputBudget)} (about {text(documents * perDocument)})");
        }

        var shortest = sets.Where(s => s.ContextTokens == contexts[0]).Sum(s => s.Hours / s.Documents) * DocumentShare.FewestDocuments;
        return string.Create(CultureInfo.InvariantCulture, $"nothing fits into {text(hours)}: {DocumentShare.FewestDocuments} documents of {TokenSize.Format(contexts[0])}, the least that tells anything, take about {text(shortest)}; fewer models, families or --arms take less");
    }
}
