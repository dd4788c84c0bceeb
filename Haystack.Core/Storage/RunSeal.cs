using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>
/// The seals of a run: a hash for each of its rows and one for the whole, put into the store with the rows that they are of, and
/// held against them whenever a run is read. docs/run-format.md says how they are made.
/// </summary>
/// <remarks>
/// What is written is noted by triggers that exist in this connection alone, so that no way of writing can pass by; the store
/// itself has none. The whole's hash is the sum of the rows' hashes modulo 2^256: it changes with each row and asks for no order.
/// </remarks>
internal static class RunSeal
{
    /// <summary>The table of seals: the table and the name of a row, and its hash. The whole's is under <see cref="Run"/>.</summary>
    public const string Definition = "CREATE TABLE IF NOT EXISTS seals (kind TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;";

    /// <summary>The kind of the whole's seal.</summary>
    public const string Run = "run";

    /// <summary>What a row is called in its seal, by table.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["documents"] = "id || char(9) || tokenizer_fingerprint",
        ["manifest"] = "name",
        ["models"] = "name",
        ["trials"] = "key",
        ["verdicts"] = "trial || char(9) || judged_by",
    };

    /// <summary>Whether a store has seals; those of earlier versions have none.</summary>
    public static bool IsThere(SqliteConnection connection) =>
        (long)Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'seals'")! > 0;

    /// <summary>The whole's hash as it stands in the store.</summary>
    public static string? OfRun(SqliteConnection connection) => IsThere(connection) ? Scalar(connection, "SELECT sha256 FROM seals WHERE kind = 'run' AND id = ''") as string : null;

    /// <summary>Notes from here on what is written over this connection.</summary>
    public static void Attach(SqliteConnection connection)
    {
        var sql = new StringBuilder("CREATE TEMP TABLE IF NOT EXISTS touched (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;");
        foreach (var (table, name) in Names)
        {
            foreach (var (what, row) in new[] { ("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old") })
            {
                var id = string.Join(" || char(9) || ", name.Split(" || char(9) || ").Select(c => $"{row}.{c}"));
                sql.Append(CultureInfo.InvariantCulture, $"CREATE TEMP TRIGGER IF NOT EXISTS touch_{table}_{what} AFTER {what} ON main.{table} BEGIN INSERT OR IGNORE INTO touched VALUES ('{table}', {id}); END;");
            }
        }

        Execute(connection, sql.ToString());
    }

    /// <summary>Takes every row that is there for written: a store that had no seals gets them.</summary>
    public static void TouchAll(SqliteConnection connection)
    {
        foreach (var (table, name) in Names)
            Execute(connection, $"INSERT OR IGNORE INTO temp.touched SELECT '{table}', {name} FROM {table}");
    }

    /// <summary>Seals what was written since the last time; belongs into the same transaction.</summary>
    public static void Close(SqliteConnection connection)
    {
        var touched = new List<(string Kind, string Id)>();
        using (var command = Command(connection, "SELECT kind, id FROM temp.touched ORDER BY kind, id"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                touched.Add((reader.GetString(0), reader.GetString(1)));
        }

        if (touched.Count == 0)
            return;
        var whole = new HashSum();
        if (Scalar(connection, "SELECT sha256 FROM seals WHERE kind = 'run' AND id = ''") is string before)
            whole.Hex = before;
        using var old = Command(connection, "SELECT sha256 FROM seals WHERE kind = $p0 AND id = $p1");
        using var remove = Command(connection, "DELETE FROM seals WHERE kind = $p0 AND id = $p1");
        using var put = Command(connection, "INSERT INTO seals VALUES ($p0, $p1, $p2) ON CONFLICT (kind, id) DO UPDATE SET sha256 = excluded.sha256");
        var (hasher, hash) = (new RowHash(), new byte[RowHash.Length]);
        foreach (var ofKind in touched.GroupBy(t => t.Kind, StringComparer.Ordinal))
        {
            var (kind, name) = (Encoding.UTF8.GetBytes(ofKind.Key), Names[ofKind.Key]);
            var isTwo = name.Contains("char(9)", StringComparison.Ordinal);
            using var row = Command(connection, $"SELECT * FROM {ofKind.Key} WHERE {Where(name)}");
            (byte[] Name, int Ordinal)[]? columns = null;
            foreach (var (_, id) in ofKind)
            {
                if (Bound(old, ofKind.Key, id).ExecuteScalar() is string was)
                    whole.Remove(Convert.FromHexString(was));
                using var reader = Bound(row, isTwo ? id.Split('\t', 2) : [id]).ExecuteReader();
                if (!reader.Read())
                {
                    Bound(remove, ofKind.Key, id).ExecuteNonQuery();
                    continue;
                }

                hasher.Of(kind, Encoding.UTF8.GetBytes(id), reader, columns ??= RowHash.Columns(reader, 0), hash);
                whole.Add(hash);
                Bound(put, ofKind.Key, id, Convert.ToHexStringLower(hash)).ExecuteNonQuery();
            }
        }

        Bound(put, Run, "", whole.Hex).ExecuteNonQuery();
        Execute(connection, "DELETE FROM temp.touched");
    }

    /// <summary>
    /// Holds every row against its seal, and all seals against the whole's. Gives what does not fit, a line each, at most
    /// <paramref name="most"/>; empty where all does.
    /// </summary>
    public static IReadOnlyList<string> Check(SqliteConnection connection, int most) => SealCheck.Of(connection, most);

    private static string Where(string name) => string.Join(" AND ", name.Split(" || char(9) || ").Select((c, i) => $"{c} = $p{i}"));

    private static SqliteCommand Bound(SqliteCommand command, params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (command.Parameters.Count == i)
                command.Parameters.Add(new SqliteParameter($"$p{i}", null));
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
