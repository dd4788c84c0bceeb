using System.Security.Cryptography;
using System.Text.Json;
using Haystack.Scoring;

namespace Haystack.Storage;

/// <summary>
/// The rows of a merged run. Where runs have different rows of one trial, the one stays that a person judged, then the one that
/// did not fail, then the one with the lower hash: whichever run came first.
/// </summary>
internal sealed class MergedRows
{
    private const int Rows = 4096;

    private readonly RunStore _store;
    private readonly IReadOnlyList<string> _names;
    private readonly string _directory;
    private readonly Dictionary<string, ModelRow> _models;
    private readonly Dictionary<(string, string), string> _documents;
    private readonly HashSet<string> _keys;
    private readonly HashSet<string> _finished;

    public MergedRows(RunStore store, IReadOnlyList<string> names, string directory)
    {
        (_store, _names, _directory) = (store, names, directory);
        (_keys, _finished) = (store.Keys(), store.FinishedKeys());
        _models = RunReader.ReadModels(directory).ToDictionary(m => m.Name, StringComparer.Ordinal);
        _documents = RunReader.ReadDocumentHashes(directory);
    }

    /// <summary>How many trials are finished.</summary>
    public int Finished => _finished.Count;

    /// <summary>Adds a run's.</summary>
    /// <exception cref="HaystackException">A model or document is another one than that of its name here.</exception>
    public async Task AddAsync(RunData run, CancellationToken cancellationToken)
    {
        foreach (var model in run.Models)
            await AddAsync(model).ConfigureAwait(false);
        foreach (var documents in run.Documents.Where(d => IsNew(d, run.Name)).Chunk(Rows))
            await Task.WhenAll(documents.Select(_store.PutDocumentAsync)).ConfigureAwait(false);
        foreach (var rows in run.Trials.Concat(run.ColdTrials).Chunk(Rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The other rows that there are of these trials are on disk: what follows waits for what came before.
            var known = rows.Where(t => _keys.Contains(t.Key)).ToArray();
            var stored = RunReader.ReadTrials(_directory, [.. known.Select(t => t.Key)]);
            await Task.WhenAll(known.Where(t => stored.TryGetValue(t.Key, out var other) && IsBefore(t, other)).Select(_store.ReplaceAsync)
                .Concat(rows.Where(t => _keys.Add(t.Key)).Select(_store.AppendAsync))).ConfigureAwait(false);
            _finished.UnionWith(rows.Where(t => t.ReadAs != Outcome.Failed).Select(t => t.Key));
        }

        await Task.WhenAll(run.Verdicts.Select(_store.PutVerdictAsync)).ConfigureAwait(false);
    }

    // What servers say of one model can differ in what does not matter, such as the memory it takes: the least is kept.
    private async Task AddAsync(ModelRow model)
    {
        if (_models.TryGetValue(model.Name, out var before))
        {
            ModelChanges.RequireSame(before, model);
            if (string.CompareOrdinal(JsonSerializer.Serialize(model), JsonSerializer.Serialize(before)) >= 0)
                model = before;
        }

        _models[model.Name] = model;
        await _store.ReplaceModelAsync(model, _names.ToList().IndexOf(model.Name)).ConfigureAwait(false);
    }

    private bool IsNew(DocumentRow document, string source)
    {
        if (_documents.TryAdd((document.Id, document.TokenizerFingerprint), document.Sha256))
            return true;
        return _documents[(document.Id, document.TokenizerFingerprint)] == document.Sha256
            ? false
            : throw new HaystackException($"document {document.Id} of {source} is not the text that another run has under that name: their results must not mix");
    }

    private static bool IsBefore(TrialRow trial, TrialRow other)
    {
        var (own, others) = (Rank(trial), Rank(other));
        return own != others ? own < others : string.CompareOrdinal(Hash(trial), Hash(other)) < 0;
    }

    private static int Rank(TrialRow trial) => trial.Verdict is not null ? 0 : trial.ReadAs != Outcome.Failed ? 1 : 2;

    // As stored: what a person said stands beside it.
    private static string Hash(TrialRow trial) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(trial with { Outcome = trial.ReadAs, ReadAs = trial.ReadAs, Verdict = null })));
}
