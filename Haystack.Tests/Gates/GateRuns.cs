using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Storage;

namespace Haystack.Tests.Gates;

/// <summary>Runs of one model whose right and wrong answers a test chooses.</summary>
internal static class GateRuns
{
    private static readonly TrialRow Template = SampleRuns.Typical.Trials.First(t => t is { Model: "builtin/oracle", Arm: Arm.Pair });

    /// <summary>Documents with so many answers each, all at one distance; the first <paramref name="right"/> of each are right.</summary>
    public static RunData Of(int documents, int answers, Func<int, int> right, string name = "made", string model = "builtin/oracle") =>
        Of(name, Enumerable.Range(0, documents).SelectMany(d => Enumerable.Range(0, answers).Select(c =>
            Row(d, c, 1024, c < right(d) ? Outcome.Correct : Outcome.OneHop) with { Model = model })));

    /// <summary>A run of given trials.</summary>
    public static RunData Of(string name, IEnumerable<TrialRow> trials) => SampleRuns.Typical with { Name = name, Trials = [.. trials] };

    /// <summary>One trial.</summary>
    public static TrialRow Row(int document, int chain, int distance, Outcome outcome) => Template with
    {
        Key = $"{document:D4}{chain:D4}{distance:D6}",
        DocumentId = $"link-en-4096-{document:D4}",
        Chain = chain,
        ContextTokens = 4096,
        DistanceTokens = distance,
        Outcome = outcome,
        Response = outcome == Outcome.Correct ? "Answer: yes" : "Answer: no",
    };
}
