using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>Reads stored runs; never writes.</summary>
public static class RunReader
{
    /// <summary>Each model is drawn for itself, and every two are compared: a run has no more, and a sweep or merge makes none with more.</summary>
    internal const int MostModels = 200;

    /// <summary>Reads a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="withTexts">Whether replies and thinking are read too (they are most of a store's size).</param>
    /// <exception cref="HaystackException">There is no run, its store cannot be read, or is not what was stored.</exception>
    public static RunData Read(string directory, bool withTexts = false) => Read(directory, withTexts, checkSeals: true);

    internal static RunData Read(string directory, bool withTexts, bool checkSeals)
    {
        using var connection = Connect(directory);
        try
        {
            // One state of the store, though a sweep may be writing to it.
            using var transaction = connection.BeginTransaction(deferred: true);
            var isSealed = RunSeal.IsThere(connection);
            if (checkSeals && isSealed && RunSeal.Check(connection, 1) is [var wrong, ..])
                throw new HaystackException($"{RunFiles.DatabasePath(directory)} has changed since it was written: {wrong} (haystack verify {directory} tells all)");
            // The one place where cold controls are set apart: nothing that reads a run can count one by mistake.
            var trials = ReadTrials(connection, withTexts);
            return new RunData
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))),
                Manifest = RunManifest.Read(connection),
                Models = ReadModels(connection),
                Documents = DocumentTable.Read(connection),
                Trials = [.. trials.Where(t => !t.IsCold)],
                ColdTrials = [.. trials.Where(t => t.IsCold)],
                Verdicts = VerdictTable.Read(connection),
                Seal = RunSeal.OfRun(connection),
            };
        }
        catch (SqliteException e)
        {
            throw RunFiles.Explain(e, RunFiles.DatabasePath(directory));
        }
        catch (HaystackException e) when (!e.Message.StartsWith(RunFiles.DatabasePath(directory), StringComparison.Ordinal))
        {
            throw new HaystackException($"{RunFiles.DatabasePath(directory)}: {e.Message}", e);
        }
    }

    /// <summary>A run's manifest alone.</summary>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    internal static IReadOnlyDictionary<string, string> ReadManifest(string directory) => Read(directory, RunManifest.Read);

    /// <summary>A run's models alone.</summary>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    internal static IReadOnlyList<ModelRow> ReadModels(string directory) => Read(directory, ReadModels);

    /// <summary>The SHA-256 of each of a run's documents, by its identity and its tokenizer's fingerprint.</summary>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    internal static Dictionary<(string Id, string Tokenizer), string> ReadDocumentHashes(string directory) => Read(directory, DocumentTable.ReadHashes);

    /// <summary>The trials of these keys, with their texts, by key; none for a key that is not there.</summary>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    internal static IReadOnlyDictionary<string, TrialRow> ReadTrials(string directory, IReadOnlyCollection<string> keys)
    {
        if (keys.Count == 0)
            return new Dictionary<string, TrialRow>();
        return Read(directory, connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = TrialColumns.SelectOne(RunSchema.Missing(connection));
            var key = command.Parameters.Add("$key", SqliteType.Text);
            var (rows, verdicts) = (new Dictionary<string, TrialRow>(StringComparer.Ordinal), VerdictTable.Holding(connection));
            foreach (var one in keys)
            {
                key.Value = one;
                using var reader = command.ExecuteReader();
                if (reader.Read())
                    rows[one] = Judged(TrialColumns.Read(reader), verdicts);
            }

            return rows;
        });
    }

    private static T Read<T>(string directory, Func<SqliteConnection, T> read)
    {
        using var connection = Connect(directory);
        try
        {
            return read(connection);
        }
        catch (SqliteException e)
        {
            throw RunFiles.Explain(e, RunFiles.DatabasePath(directory));
        }
    }

    // What a person said counts; what the machine read stays beside it.
    private static TrialRow Judged(TrialRow row, IReadOnlyDictionary<string, Verdict> verdicts) =>
        verdicts.TryGetValue(row.Key, out var verdict) ? row with { Outcome = verdict.Outcome, ReadAs = row.Outcome, Verdict = verdict } : row;

    /// <summary>Holds each row against its seal; gives what does not fit, a line each, and the whole's seal; null where the run has none.</summary>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    internal static (IReadOnlyList<string> Wrong, string? Seal)? Verify(string directory, int most)
    {
        using var connection = Connect(directory);
        try
        {
            return RunSeal.IsThere(connection) ? (RunSeal.Check(connection, most), RunSeal.OfRun(connection)) : null;
        }
        catch (SqliteException e)
        {
            throw RunFiles.Explain(e, RunFiles.DatabasePath(directory));
        }
    }

    internal static IReadOnlyList<ModelRow> ReadModels(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = ModelColumns.Select;
        using var reader = command.ExecuteReader();
        var models = new List<ModelRow>();
        while (reader.Read())
        {
            if (models.Count == MostModels)
                throw new HaystackException($"the store is damaged, or not Haystack's: it has more than {MostModels} models");
            models.Add(ModelColumns.Read(reader));
        }

        return models;
    }

    private static SqliteConnection Connect(string directory)
    {
        if (!File.Exists(RunFiles.DatabasePath(directory)))
            throw new HaystackException($"{directory} is not a run: there is no {RunFiles.Database} in it");
        var connection = RunFiles.Open(directory, SqliteOpenMode.ReadOnly);
        try
        {
            RunSchema.Check(connection, RunFiles.DatabasePath(directory));
            return connection;
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

    private static List<TrialRow> ReadTrials(SqliteConnection connection, bool withTexts)
    {
        using var command = connection.CreateCommand();
        command.CommandText = TrialColumns.Select(withTexts, RunSchema.Missing(connection));
        using var reader = command.ExecuteReader();
        var (trials, verdicts) = (new List<TrialRow>(), VerdictTable.Holding(connection));
        while (reader.Read())
            trials.Add(Judged(TrialColumns.Read(reader), verdicts));

        return trials;
    }
}
