namespace Haystack.Storage;

/// <summary>Puts runs of the same plan together: parts of a sweep that were made on several machines, or for several models.</summary>
internal static class RunMerge
{
    private const string Models = "models";

    /// <summary>Merges runs into one; the same call again adds what has come since.</summary>
    /// <param name="sources">The runs' directories; in this order their models are listed.</param>
    /// <param name="target">The directory of the merged run.</param>
    /// <param name="cancellationToken">Stops; the same call goes on.</param>
    /// <returns>What there was; trials that several runs have are taken from the first.</returns>
    /// <exception cref="HaystackException">The runs differ in more than their models, or a model is not the same in all.</exception>
    public static async Task<MergedRuns> RunAsync(IReadOnlyList<string> sources, string target, CancellationToken cancellationToken)
    {
        if (sources.Any(s => Whole(s) == Whole(target)))
            throw new HaystackException($"{target} is one of the runs to merge: name another --out");
        var manifest = Manifest(sources);
        var models = manifest[Models].Split(',');
        var store = RunStore.Open(target, manifest);
        await using (store.ConfigureAwait(false))
        {
            var (read, finished) = (0, store.FinishedKeys());
            var before = finished.Count;
            foreach (var source in sources)
            {
                var run = RunReader.Read(source, withTexts: true);
                foreach (var model in run.Models)
                    await store.PutModelAsync(model, Array.IndexOf(models, model.Name)).ConfigureAwait(false);
                await Task.WhenAll(run.Documents.Select(store.PutDocumentAsync)).ConfigureAwait(false);
                foreach (var rows in run.Trials.Concat(run.ColdTrials).Where(t => !finished.Contains(t.Key)).Chunk(4096))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await Task.WhenAll(rows.Select(store.AppendAsync)).ConfigureAwait(false);
                }

                await Task.WhenAll(run.Verdicts.Select(store.PutVerdictAsync)).ConfigureAwait(false);
                read += run.Trials.Count + run.ColdTrials.Count;
                finished = store.FinishedKeys();
            }

            return new MergedRuns(sources.Count, read, finished.Count - before, finished.Count);
        }
    }

    private static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The manifest that all have, but for the models, which are put together.</summary>
    private static SortedDictionary<string, string> Manifest(IReadOnlyList<string> sources)
    {
        var models = new List<string>();
        SortedDictionary<string, string>? merged = null;
        foreach (var source in sources)
        {
            var manifest = RunReader.Read(source).Manifest;
            if (!manifest.TryGetValue(Models, out var names))
                throw new HaystackException($"{source} has no models in its manifest: it cannot be merged");
            models.AddRange(names.Split(',').Except(models));
            var rest = new SortedDictionary<string, string>(manifest.Where(m => m.Key != Models).ToDictionary(), StringComparer.Ordinal);
            if (RunManifest.Differences(merged ??= rest, rest) is { Count: > 0 } differences)
                throw new HaystackException($"{source} was made with other options than {sources[0]} ({string.Join("; ", differences)}): only runs of the same plan can be merged");
        }

        merged![Models] = string.Join(',', models);
        return merged;
    }
}
