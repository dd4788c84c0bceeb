namespace Haystack.Storage;

/// <summary>
/// Puts runs of the same plan together: parts of a sweep that were made on several machines, or for several models. What comes
/// of it depends on the runs alone, not on their order, nor on how often or in how many steps they are merged.
/// </summary>
internal static class RunMerge
{
    /// <summary>Merges runs into one; the same call again adds what has come since.</summary>
    /// <param name="sources">The runs' directories; in this order their models are listed.</param>
    /// <param name="target">The directory of the merged run.</param>
    /// <param name="cancellationToken">Stops; the same call goes on.</param>
    /// <returns>What there was, and which shards are missing.</returns>
    /// <exception cref="HaystackException">The runs differ in more than their models, or a model or document is not the same in all.</exception>
    public static async Task<MergedRuns> RunAsync(IReadOnlyList<string> sources, string target, CancellationToken cancellationToken)
    {
        if (sources.Any(s => Whole(s) == Whole(target)))
            throw new HaystackException($"{target} is one of the runs to merge: name another --out");
        var manifest = new MergedManifest();
        foreach (var source in sources)
            manifest.Add(source, RunReader.ReadManifest(source));
        if (RunFiles.Exists(target))
            manifest.AddTarget(target, RunReader.ReadManifest(target));
        var store = RunStore.Open(target, manifest.Values);
        await using (store.ConfigureAwait(false))
        {
            var merged = new MergedRows(store, manifest.Models, target);
            var (read, before) = (0, await merged.FinishedAsync().ConfigureAwait(false));
            foreach (var source in sources)
            {
                using var run = StoredRun.Open(source);
                manifest.Note(run);
                read += await merged.AddAsync(run, cancellationToken).ConfigureAwait(false);
            }

            await store.NoteAsync(manifest.Notes()).ConfigureAwait(false);
            var finished = await merged.FinishedAsync().ConfigureAwait(false);
            return new MergedRuns(sources.Count, read, finished - before, finished) { Missing = manifest.Missing() };
        }
    }

    private static string Whole(string path) => Path.TrimEndingDirectorySeparator(RealPath.Of(path));
}
