using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>
/// A run that is open for reading, in one state though a sweep may be writing to it: rows are given one after the other, so
/// that a run of any size can be gone through.
/// </summary>
internal sealed class StoredRun : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _state;
    private readonly string _path;
    private readonly IReadOnlySet<string> _missing;

    private StoredRun(SqliteConnection connection, string directory)
    {
        (_connection, _path) = (connection, RunFiles.DatabasePath(directory));
        _state = connection.BeginTransaction(deferred: true);
        _missing = RunSchema.Missing(connection);
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    }

    /// <summary>The run's directory name.</summary>
    public string Name { get; }

    /// <summary>The frozen manifest.</summary>
    public IReadOnlyDictionary<string, string> Manifest => Guard(() => RunManifest.Read(_connection));

    /// <summary>The models in the order in which they were swept.</summary>
    public IReadOnlyList<ModelRow> Models => Guard(() => RunReader.ReadModels(_connection));

    /// <summary>What people said of replies.</summary>
    public IReadOnlyList<Verdict> Verdicts => Guard(() => VerdictTable.Read(_connection));

    /// <summary>The seal of all its rows; null in a run of an earlier version.</summary>
    public string? Seal => Guard(() => RunSeal.OfRun(_connection));

    /// <summary>How many trials it has, cold controls too.</summary>
    public int Count => (int)Guard(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM trials";
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>Opens a run.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="checkSeals">Whether its rows are held against their seals.</param>
    /// <exception cref="HaystackException">There is no run, its store cannot be read, or is not what was stored.</exception>
    public static StoredRun Open(string directory, bool checkSeals = true)
    {
        var connection = RunReader.Connect(directory);
        try
        {
            var run = new StoredRun(connection, directory);
            run.Guard(() => checkSeals && RunSeal.IsThere(connection) && RunSeal.Check(connection, 1) is [var wrong, ..]
                ? throw new HaystackException($"{run._path} has changed since it was written: {wrong} (haystack verify {directory} tells all)")
                : true);
            return run;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw RunFiles.Explain(e, RunFiles.DatabasePath(directory));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Its documents, in an order that no order of work changes.</summary>
    /// <param name="withFacts">Whether their facts are read too (they are most of a document's size).</param>
    public IEnumerable<DocumentRow> Documents(bool withFacts = true) => Guarded(DocumentTable.Stream(_connection, withFacts));

    /// <summary>Which fact each planted one is: all that figures rest on.</summary>
    public IEnumerable<(string Document, int Chain, int Hop)> Hops() => Guarded(DocumentTable.Hops(_connection));

    /// <summary>Its trials, cold controls too, in working order.</summary>
    /// <param name="texts">Which of their texts are read.</param>
    public IEnumerable<TrialRow> Trials(TrialTexts texts) => Guarded(Rows(TrialColumns.Select(texts, _missing), texts));

    /// <summary>Its trials with their texts, in the order of their keys.</summary>
    public IEnumerable<TrialRow> TrialsByKey() => Guarded(Rows(TrialColumns.SelectByKey(_missing), TrialTexts.All));

    /// <summary>The trials of these keys, with their texts, by key; none for a key that is not there.</summary>
    public IReadOnlyDictionary<string, TrialRow> Trials(IEnumerable<string> keys) => Guard(() => TrialColumns.ReadKeys(_connection, keys));

    /// <summary>The keys of trials that did not fail.</summary>
    public IEnumerable<string> FinishedKeys() => Guarded(FinishedKeys(_connection));

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _connection.Dispose();
    }

    private static IEnumerable<string> FinishedKeys(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key FROM trials WHERE outcome <> 'Failed' AND key IS NOT NULL";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }

    private IEnumerable<TrialRow> Rows(string sql, TrialTexts texts)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        var (verdicts, shared) = (VerdictTable.Holding(_connection), new SharedTexts());
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return TrialColumns.Read(reader, texts == TrialTexts.All ? null : shared).JudgedBy(verdicts);
    }

    // What goes wrong while rows are read is told as what goes wrong at the opening.
    private IEnumerable<T> Guarded<T>(IEnumerable<T> rows)
    {
        using var each = rows.GetEnumerator();
        while (Guard(each.MoveNext))
            yield return each.Current;
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw RunFiles.Explain(e, _path);
        }
        catch (HaystackException e) when (!e.Message.StartsWith(_path, StringComparison.Ordinal))
        {
            throw new HaystackException($"{_path}: {e.Message}", e);
        }
    }
}
