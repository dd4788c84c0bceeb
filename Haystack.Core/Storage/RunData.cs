using Haystack.Facts;

namespace Haystack.Storage;

/// <summary>A whole run read back from its store: what statistics, plots, reports and gates work on.</summary>
public sealed record RunData
{
    /// <summary>The run's directory name.</summary>
    public required string Name { get; init; }

    /// <summary>The frozen manifest, name to value: options, versions, corpus hash, seed.</summary>
    public required IReadOnlyDictionary<string, string> Manifest { get; init; }

    /// <summary>The models in the order in which they were swept.</summary>
    public required IReadOnlyList<ModelRow> Models { get; init; }

    /// <summary>The documents that the trials are about, as far as the run planned them itself: none for answers to a data set.</summary>
    public required IReadOnlyList<DocumentRow> Documents { get; init; }

    /// <summary>The trials in working order, without the cold controls: what figures, pictures, exports and gates count.</summary>
    public required IReadOnlyList<TrialRow> Trials { get; init; }

    /// <summary>The cold controls: questions asked again with nothing to reuse, which only the verdict on the server's cache counts.</summary>
    public IReadOnlyList<TrialRow> ColdTrials { get; init; } = [];

    /// <summary>What people said of replies, as stored; which of them hold, <see cref="TrialRow.Verdict"/> says.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>The seal of all its rows, which were held against it; null in a run of an earlier version, which has none.</summary>
    public string? Seal { get; init; }

    /// <summary>
    /// What is planted of the chains that are asked about though a fact of them is not there: whether the first is. For chains
    /// of documents without stored facts nothing is known.
    /// </summary>
    internal IReadOnlyDictionary<(string Document, int Chain), bool> HasFirst
    {
        // Not kept: a run with other trials or documents is made of this one.
        get => field ?? FirstFacts(Trials, Documents.SelectMany(d => d.Facts.Select(f => (d.Id, f.Chain, f.Hop))));
        init;
    }

    /// <summary>What a page shows of a run that is too large to be shown whole; null where it shows all.</summary>
    internal RunSample? Sample { get; init; }

    /// <summary>How many documents the trials are about, whoever planned them.</summary>
    internal int DocumentCount => Trials.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The model that a trial was asked of.</summary>
    /// <exception cref="HaystackException">The store, which may come from anybody, does not have it.</exception>
    internal ModelRow ModelOf(TrialRow trial) => Models.FirstOrDefault(m => m.Name == trial.Model)
        ?? throw new HaystackException($"run '{Name}' is damaged, or not Haystack's: trial {trial.Key} is of a model that it does not have");

    /// <summary><see cref="HasFirst"/> of these trials by what is planted.</summary>
    internal static Dictionary<(string Document, int Chain), bool> FirstFacts(IEnumerable<TrialRow> trials, IEnumerable<(string Document, int Chain, int Hop)> planted)
    {
        var asked = trials.Where(t => t.Arm == Arm.Absent).Select(t => (t.DocumentId, t.Chain)).ToHashSet();
        var known = new Dictionary<(string Document, int Chain), bool>();
        foreach (var (document, chain, hop) in planted.Where(f => asked.Contains((f.Document, f.Chain))))
            known[(document, chain)] = hop == 1 || known.GetValueOrDefault((document, chain));
        return known;
    }

    /// <summary>Whether documents were added until the interval of D50 was narrow enough: the interval has to allow for that.</summary>
    internal bool StopsAtD50Width => !string.IsNullOrEmpty(Manifest.GetValueOrDefault("d50_width"));
}
