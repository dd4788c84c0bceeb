namespace Haystack.Storage;

/// <summary>Some documents of a large run, drawn by chance, and all that was asked about them, with its texts.</summary>
/// <param name="Trials">The trials in working order.</param>
/// <param name="Documents">The documents.</param>
internal sealed record RunSample(IReadOnlyList<TrialRow> Trials, IReadOnlyList<DocumentRow> Documents)
{
    /// <summary>A run of so many trials is shown whole.</summary>
    public const int LargestWhole = 120_000;

    /// <summary>About so many trials of a larger one are shown.</summary>
    public const int Size = 20_000;

    private static readonly Seed Draw = new Seed(1).Derive("page");

    /// <summary>Draws from a run whose rows are read without texts. The draw depends on the documents' names alone.</summary>
    public static RunSample Of(RunData run, StoredRun stored)
    {
        var about = run.Trials.GroupBy(t => t.DocumentId, StringComparer.Ordinal).Select(g => (Id: g.Key, Trials: g.Count()))
            .OrderBy(d => Draw.Derive(d.Id).Value).ThenBy(d => d.Id, StringComparer.Ordinal);
        var (chosen, trials) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var (id, count) in about.TakeWhile(_ => trials < Size))
        {
            chosen.Add(id);
            trials += count;
        }

        string[] keys = [.. run.Trials.Where(t => chosen.Contains(t.DocumentId)).Select(t => t.Key)];
        var rows = stored.Trials(keys);
        return new RunSample([.. keys.Select(k => rows.GetValueOrDefault(k) ?? throw new HaystackException($"the store is damaged: trial {k} is not found by its key"))], [.. stored.Documents().Where(d => chosen.Contains(d.Id))]);
    }
}
