using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>Reads stored runs; never writes.</summary>
public static class RunReader
{
    /// <summary>Reads a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="withTexts">Whether replies and thinking are read too (they are most of a store's size).</param>
    /// <exception cref="HaystackException">There is no run, or its store cannot be read.</exception>
    public static RunData Read(string directory, bool withTexts = false)
    {
        using var connection = Connect(directory);
        try
        {
            // The one place where cold controls are set apart: nothing that reads a run can count one by mistake.
            var trials = ReadTrials(connection, withTexts);
            return new RunData
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))),
                Manifest = RunManifest.Read(connection),
                Models = ReadModels(connection),
                Documents = ReadDocuments(connection),
                Trials = [.. trials.Where(t => !t.IsCold)],
                ColdTrials = [.. trials.Where(t => t.IsCold)],
                Verdicts = VerdictTable.Read(connection),
            };
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
            models.Add(ModelColumns.Read(reader));
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

    private static List<DocumentRow> ReadDocuments(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, tokenizer_fingerprint, seed, context_tokens, document_tokens, family, language, sha256, facts
            FROM documents ORDER BY family, language, context_tokens, id, tokenizer_fingerprint
            """;
        using var reader = command.ExecuteReader();
        var documents = new List<DocumentRow>();
        while (reader.Read())
        {
            documents.Add(new DocumentRow
            {
                Id = reader.GetString(0),
                TokenizerFingerprint = reader.GetString(1),
                Seed = ulong.Parse(reader.GetString(2), CultureInfo.InvariantCulture),
                ContextTokens = reader.GetInt32(3),
                DocumentTokens = reader.GetInt32(4),
                Family = reader.GetString(5),
                Language = reader.GetString(6),
                Sha256 = reader.GetString(7),
                Facts = JsonSerializer.Deserialize<List<PlantedFactRow>>(reader.GetString(8)) ?? [],
            });
        }

        return documents;
    }

    private static List<TrialRow> ReadTrials(SqliteConnection connection, bool withTexts)
    {
        using var command = connection.CreateCommand();
        command.CommandText = TrialColumns.Select(withTexts, RunSchema.Missing(connection));
        using var reader = command.ExecuteReader();
        var (trials, verdicts) = (new List<TrialRow>(), VerdictTable.Holding(connection));
        while (reader.Read())
        {
            var row = TrialColumns.Read(reader);
            // What a person said counts; what the machine read stays beside it.
            trials.Add(verdicts.TryGetValue(row.Key, out var verdict)
                ? row with { Outcome = verdict.Outcome, ReadAs = row.Outcome, Verdict = verdict }
                : row);
        }

        return trials;
    }
}
