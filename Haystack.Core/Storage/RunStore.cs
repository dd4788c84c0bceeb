using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>The open store of a run that is being made: one writer, held by one process at a time.</summary>
/// <remarks>
/// A row is acknowledged (its task completes) only after the commit that holds it has reached the disk
/// (WAL, synchronous=FULL). Rows that wait while a commit is under way share the next one, so the disk's speed
/// bounds commits, not trials.
/// </remarks>
internal sealed class RunStore : IAsyncDisposable
{
    private const int MostRowsACommit = 512;
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteIo = 10;
    private const int SqliteFull = 13;

    private readonly SqliteConnection _connection;
    private readonly FileStream _lock;
    private readonly string _path;
    private readonly Channel<PendingRow> _rows = Channel.CreateBounded<PendingRow>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task _writer;

    private RunStore(SqliteConnection connection, FileStream @lock, string path)
    {
        _connection = connection;
        _lock = @lock;
        _path = path;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Opens a run for writing, or makes it; the manifest is frozen at the first time and compared at every later one.</summary>
    /// <param name="directory">The run's directory; made where absent.</param>
    /// <param name="manifest">Everything that determines the run's results, name to value.</param>
    /// <exception cref="HaystackException">Another process has it, the manifest differs, or the files cannot be used.</exception>
    public static RunStore Open(string directory, IReadOnlyDictionary<string, string> manifest)
    {
        var exists = RunFiles.Exists(directory);
        var @lock = RunLock.Take(directory);
        SqliteConnection? connection = null;
        try
        {
            var path = RunFiles.DatabasePath(directory);
            if (exists)
            {
                connection = RunFiles.Open(directory, SqliteOpenMode.ReadWrite);
                RunSchema.Check(connection, path);
                RunManifest.RequireSame(RunManifest.Read(connection), manifest, directory);
                RunSchema.Complete(connection);
            }
            else
            {
                NewStore.Create(directory, manifest);
                connection = RunFiles.Open(directory, SqliteOpenMode.ReadWrite);
                RunSeal.Attach(connection);
            }

            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return new RunStore(connection, @lock, path);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            @lock.Dispose();
            throw RunFiles.Explain(e, RunFiles.DatabasePath(directory));
        }
        catch
        {
            connection?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>The keys of trials that are done: stored, and not failed.</summary>
    public HashSet<string> FinishedKeys()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT key FROM trials WHERE outcome <> 'Failed' AND key IS NOT NULL";
        using var reader = command.ExecuteReader();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
            keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Writes in one commit; completes once it is on disk.</summary>
    public Task WriteAsync(Action<SqliteConnection> write) => EnqueueAsync(write);

    /// <summary>The stored trials of a model, without texts, in an order that no order of work changes.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="withControls">Whether its cold controls are among them.</param>
    public IReadOnlyList<TrialRow> ReadTrials(string model, bool withControls = false)
    {
        var run = Read();
        return [.. (withControls ? run.Trials.Concat(run.ColdTrials) : run.Trials).Where(t => t.Model == model)];
    }

    /// <summary>All that is stored, without texts.</summary>
    public RunData Read() => RunReader.Read(Path.GetDirectoryName(_path)!, withTexts: false, checkSeals: false);

    /// <summary>Stores a model, or checks that it is the one stored before.</summary>
    /// <exception cref="HaystackException">It has changed since: its results must not mix.</exception>
    public async Task PutModelAsync(ModelRow model, int position)
    {
        if (RunReader.ReadModels(_connection).FirstOrDefault(m => m.Name == model.Name) is { } stored)
            ModelChanges.RequireSame(stored, model);
        await EnqueueAsync(connection => ModelColumns.Put(connection, model, position)).ConfigureAwait(false);
    }

    /// <summary>Stores a model in the place of the one of its name, with which it was compared.</summary>
    public Task ReplaceModelAsync(ModelRow model, int position) => EnqueueAsync(connection =>
    {
        ModelColumns.Remove(connection, model.Name);
        ModelColumns.Put(connection, model, position);
    });

    /// <summary>Stores a trial in the place of the one that has its key; completes once it is on disk.</summary>
    public Task ReplaceAsync(TrialRow trial) => EnqueueAsync(connection =>
    {
        using var replace = connection.CreateCommand();
        replace.CommandText = TrialColumns.Replace;
        TrialColumns.Bind(replace, trial);
        replace.ExecuteNonQuery();
    });

    /// <summary>Notes what does not determine the results.</summary>
    public Task NoteAsync(IReadOnlyDictionary<string, string> notes) => EnqueueAsync(connection =>
    {
        foreach (var (name, value) in notes)
            RunManifest.Note(connection, name[RunManifest.InformationPrefix.Length..], value);
    });

    /// <summary>Stores a document.</summary>
    public Task PutDocumentAsync(DocumentRow document) => EnqueueAsync(connection => DocumentTable.Put(connection, document));

    /// <summary>Replaces what trials came to, all of them or none, and notes by which program.</summary>
    public Task PutScoresAsync(IReadOnlyCollection<TrialRow> trials, string toolVersion) => EnqueueAsync(connection =>
    {
        foreach (var trial in trials)
            TrialColumns.PutScore(connection, trial);
        RunManifest.Note(connection, "rescored_by", toolVersion);
    });

    /// <summary>Stores what a person said of a reply; completes once it is on disk.</summary>
    public Task PutVerdictAsync(Verdict verdict) => EnqueueAsync(connection => VerdictTable.Put(connection, verdict));

    /// <summary>Stores a trial; completes once it is on disk.</summary>
    public Task AppendAsync(TrialRow trial) => EnqueueAsync(trial);

    /// <summary>Waits for everything given so far and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _rows.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        Close();
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EnqueueAsync(object what)
    {
        var pending = new PendingRow(what);
        await _rows.Writer.WriteAsync(pending).ConfigureAwait(false);
        await pending.Stored.Task.ConfigureAwait(false);
    }

    private Task EnqueueAsync(Action<SqliteConnection> write) => EnqueueAsync((object)write);

    private async Task WriteAsync()
    {
        var batch = new List<PendingRow>();
        using var insert = _connection.CreateCommand();
        insert.CommandText = TrialColumns.Insert;
        while (await _rows.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostRowsACommit && _rows.Reader.TryRead(out var row))
                batch.Add(row);
            try
            {
                Commit(batch, insert);
                batch.ForEach(row => row.Stored.TrySetResult());
            }
            catch (SqliteException e)
            {
                var fault = RunFiles.Explain(e, _path);
                batch.ForEach(row => row.Stored.TrySetException(fault));
            }
            catch (HaystackException e)
            {
                // What is stored already is not what a run can have.
                batch.ForEach(row => row.Stored.TrySetException(e));
            }
        }
    }

    private void Commit(List<PendingRow> batch, SqliteCommand insert)
    {
        using var transaction = _connection.BeginTransaction();
        insert.Transaction = transaction;
        foreach (var row in batch)
        {
            if (row.What is TrialRow trial)
            {
                TrialColumns.Bind(insert, trial);
                insert.ExecuteNonQuery();
            }
            else
            {
                ((Action<SqliteConnection>)row.What)(_connection);
            }
        }

        RunSeal.Close(_connection);
        transaction.Commit();
    }

    /// <summary>
    /// Leaves the write-ahead log: a closed run is one file, and can be read from a read-only or a network disk. Where a
    /// reader has it open at this moment it stays as it is, which is as safe.
    /// </summary>
    private void Close()
    {
        try
        {
            Execute(_connection, "PRAGMA busy_timeout=0; PRAGMA journal_mode=DELETE;");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteBusy or SqliteFull or SqliteReadOnly or SqliteIo)
        {
            // Nothing is lost: the log is read at the next opening.
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record PendingRow(object What)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
