using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>The tables of <c>run.db</c>. docs/run-format.md describes them for readers outside.</summary>
internal static class RunSchema
{
    /// <summary>"HSTK": marks a SQLite file as a run's store.</summary>
    public const int ApplicationId = 0x4853544B;

    /// <summary>Goes up when a table changes its meaning.</summary>
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE manifest (
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE models (
          position INTEGER NOT NULL,
          name TEXT PRIMARY KEY,
          provider TEXT NOT NULL,
          digest TEXT, quantization TEXT, parameter_size TEXT, architecture TEXT,
          max_context_tokens INTEGER, num_ctx INTEGER NOT NULL,
          tokenizer_source TEXT NOT NULL, tokenizer_fingerprint TEXT NOT NULL, tokenizer_grade TEXT NOT NULL, tokenizer_note TEXT,
          template_tokens INTEGER NOT NULL,
          server TEXT, vram_bytes INTEGER, size_bytes INTEGER,
          properties TEXT NOT NULL
        );
        CREATE TABLE documents (
          id TEXT NOT NULL, tokenizer_fingerprint TEXT NOT NULL,
          seed TEXT NOT NULL, context_tokens INTEGER NOT NULL, document_tokens INTEGER NOT NULL,
          family TEXT NOT NULL, language TEXT NOT NULL, sha256 TEXT NOT NULL,
          facts TEXT NOT NULL,
          PRIMARY KEY (id, tokenizer_fingerprint)
        );
        CREATE TABLE trials (
          key TEXT PRIMARY KEY,
          model TEXT NOT NULL, document_id TEXT NOT NULL, chain INTEGER NOT NULL,
          family TEXT NOT NULL, language TEXT NOT NULL, arm TEXT NOT NULL, fact_order TEXT NOT NULL, hops INTEGER NOT NULL,
          context_tokens INTEGER NOT NULL, distance_tokens INTEGER, position REAL NOT NULL, fact_position REAL,
          chance_level REAL NOT NULL, question_placement TEXT NOT NULL, arrangement TEXT NOT NULL,
          prompt_tokens_planned INTEGER NOT NULL, prompt_tokens_counted INTEGER, cached_prompt_tokens INTEGER,
          outcome TEXT NOT NULL, answer TEXT, expected TEXT NOT NULL, question TEXT NOT NULL,
          response TEXT, thinking TEXT, fault TEXT, done_reason TEXT, stop TEXT,
          output_tokens INTEGER, thinking_tokens INTEGER,
          seconds_to_first_token REAL, thinking_seconds REAL, total_seconds REAL NOT NULL,
          prefill_rate REAL, decode_rate REAL,
          prompt_sha256 TEXT NOT NULL, attempts INTEGER NOT NULL,
          reading TEXT, answer_form TEXT, other_readings TEXT, asked_as INTEGER, is_cold INTEGER,
          first_fact_position REAL, last_fact_position REAL, intervening_facts INTEGER, in_flight INTEGER, server TEXT
        );
        """;

    /// <summary>Makes the tables in an empty database.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version};{Tables}{VerdictTable.Definition}{RunSeal.Definition}";
        command.ExecuteNonQuery();
    }

    /// <summary>Which of the columns added since the first stores this one does not have.</summary>
    public static IReadOnlySet<string> Missing(SqliteConnection connection)
    {
        var missing = TrialColumns.Later.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('trials')";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            missing.Remove(reader.GetString(0));
        return missing;
    }

    /// <summary>Brings a store of an earlier program to the columns of this one; what is stored stays as it is.</summary>
    public static void Complete(SqliteConnection connection)
    {
        var missing = Missing(connection);
        foreach (var (name, type) in TrialColumns.Later.Where(c => missing.Contains(c.Name)))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"ALTER TABLE trials ADD COLUMN {name} {type}";
            command.ExecuteNonQuery();
        }

        var isSealed = RunSeal.IsThere(connection);
        using var tables = connection.CreateCommand();
        tables.CommandText = VerdictTable.Definition + RunSeal.Definition;
        tables.ExecuteNonQuery();
        RunSeal.Attach(connection);
        if (isSealed)
            return;

        // What earlier versions stored is sealed as it is found, and said to be.
        using var transaction = connection.BeginTransaction();
        RunManifest.Note(connection, "sealed_as_found", "true");
        RunSeal.TouchAll(connection);
        RunSeal.Close(connection);
        transaction.Commit();
    }

    /// <summary>Checks that a database is a run's, and of a version that this program reads.</summary>
    /// <exception cref="HaystackException">It is not.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        if (Pragma(connection, "application_id") != ApplicationId)
            throw new HaystackException($"{path} is not the store of a Haystack run");
        var version = Pragma(connection, "user_version");
        if (version != Version)
            throw new HaystackException($"{path} has store version {version}; this program reads version {Version}");
        StoredTables.Require(connection, path);
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)command.ExecuteScalar()!;
    }
}
