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
        using var run = StoredRun.Open(directory, checkSeals);
        return Read(run, withTexts ? TrialTexts.All : TrialTexts.Short);
    }

    /// <summary>
    /// Reads a run to be reported: whole where it is not large; of a large one what figures rest on, and a sample of its
    /// documents with all that was asked about them, which a page can show.
    /// </summary>
    /// <exception cref="HaystackException">There is no run, its store cannot be read, or is not what was stored.</exception>
    internal static RunData ReadForReport(string directory, bool withTexts, int largestWhole = RunSample.LargestWhole)
    {
        using var run = StoredRun.Open(directory);
        if (run.Count <= largestWhole)
            return Read(run, withTexts ? TrialTexts.All : TrialTexts.Short);
        var data = Read(run, TrialTexts.Figures);
        return withTexts ? data with { Sample = RunSample.Of(data, run) } : data;
    }

    private static RunData Read(StoredRun run, TrialTexts texts)
    {
        var (trials, cold) = (new List<TrialRow>(), new List<TrialRow>());
        // The one place where cold controls are set apart: nothing that reads a run can count one by mistake.
        foreach (var trial in run.Trials(texts))
            (trial.IsCold ? cold : trials).Add(trial);
        var data = new RunData
        {
            Name = run.Name,
            Manifest = run.Manifest,
            Models = run.Models,
            Documents = [.. run.Documents(withFacts: texts != TrialTexts.Figures)],
            Trials = trials,
            ColdTrials = cold,
            Verdicts = run.Verdicts,
            Seal = run.Seal,
        };
        return texts == TrialTexts.Figures ? data with { HasFirst = RunData.FirstFacts(trials, run.Hops()) } : data;
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

    internal static SqliteConnection Connect(string directory)
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
}
