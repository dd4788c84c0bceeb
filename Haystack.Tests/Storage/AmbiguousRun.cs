using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Tests.Storage;

/// <summary>A run of which one answer of twenty can be read in two ways.</summary>
internal static class AmbiguousRun
{
    public static RunData Run { get; } = SampleRuns.Make(
        "ambiguous",
        [new() { Name = "qwen3:8b", HalfDistance = 5200, Best = 0.96, Ambiguous = 0.05 }],
        new SampleShape { Families = ["link"], Documents = 8 });

    /// <summary>Puts it on disk, as a sweep would have.</summary>
    public static async Task StoreAsync(string directory)
    {
        await using var store = RunStore.Open(directory, Run.Manifest);
        await store.PutModelAsync(Run.Models[0], 0);
        await Task.WhenAll(Run.Documents.Select(store.PutDocumentAsync));
        await Task.WhenAll(Run.Trials.Select(store.AppendAsync));
    }

    public static IReadOnlyList<TrialRow> Unclear { get; } = [.. Run.Trials.Where(t => t.Outcome == Outcome.Ambiguous)];
}
