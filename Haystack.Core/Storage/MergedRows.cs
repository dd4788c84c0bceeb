using System.Security.Cryptography;
using System.Text.Json;
using Haystack.Scoring;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>
/// The rows of a merged run. Where runs have different rows of one trial, the one stays that a person judged, then the one that
/// did not fail, then the one with the lower hash: whichever run came first.
/// </summary>
internal sealed class MergedRows
{
    /// <summary>Rows a commit: what is held of a run at a time is twice so many.</summary>
    private const int Rows = 4096;

    private readonly RunStore _store;
    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, ModelRow> _models;
    private readonly Dictionary<(string, string), string> _documents;

    public MergedRows(RunStore store, IReadOnlyList<string> names, string directory)
    {
        (_store, _names) = (store, names);
        _models = RunReader.ReadModels(directory).ToDictionary(m => m.Name, StringComparer.Ordinal);
        _documents = RunReader.ReadDocumentHashes(directory);
    }

    /// <summary>How many trials are finished.</summary>
    public async Task<int> FinishedAsync()
    {
        var finished = 0;
        await _store.WriteAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM trials WHERE outcome <> 'Failed' AND key IS NOT NULL";
            finished = (int)(long)command.ExecuteScalar()!;
        }).ConfigureAwait(false);
        return finished;
    }

    /// <summary>Adds a run's; gives how many trials it has.</summary>
    /// <exception cref="HaystackException">A model or document is another one than that of its name here.</exception>
    public async Task<int> AddAsync(StoredRun run, CancellationToken cancellationToken)
    {
        foreach (var model in run.Models)
            await AddAsync(model).ConfigureAwait(false);
        var read = 0;
        var writing = Task.CompletedTask;
        foreach (var documents in run.Documents().Where(d => IsNew(d, run.Name)).Chunk(Rows))
        {
            await writing.ConfigureAwait(false);
            writing = _store.WriteAsync(connection => Array.ForEach(documents, d => DocumentTable.Put(connection, d)));
        }

        await writing.ConfigureAwait(false);
        IReadOnlyDictionary<string, Verdict> verdicts = new Dictionary<string, Verdict>();
        await _store.WriteAsync(connection => verdicts = VerdictTable.Holding(connection)).ConfigureAwait(false);
        // In the order of keys, each once: what is read while others are written has nothing to do with those.
        foreach (var rows in run.TrialsByKey().Chunk(Rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writing.ConfigureAwait(false);
            writing = _store.WriteAsync(connection => Add(connection, rows, verdicts));
            read += rows.Length;
        }

        await writing.ConfigureAwait(false);
        await Task.WhenAll(run.Verdicts.Select(_store.PutVerdictAsync)).ConfigureAwait(false);
        return read;
    }

    private static void Add(SqliteConnection connection, TrialRow[] rows, IReadOnlyDictionary<string, Verdict> verdicts)
    {
        using var stored = connection.CreateCommand();
        stored.CommandText = TrialColumns.SelectOne(RunSchema.Missing(connection));
        var key = stored.Parameters.Add("$key", SqliteType.Text);
        using var replace = connection.CreateCommand();
        replace.CommandText = TrialColumns.Replace;
        foreach (var row in rows)
        {
            key.Value = row.Key;
            using (var reader = stored.ExecuteReader())
            {
                if (reader.Read() && !IsBefore(row, TrialColumns.Read(reader).JudgedBy(verdicts)))
                    continue;
            }

            TrialColumns.Bind(replace, row);
            replace.ExecuteNonQuery();
        }
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
