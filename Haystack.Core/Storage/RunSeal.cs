using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
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
        var whole = new byte[32];
        if (Scalar(connection, "SELECT sha256 FROM seals WHERE kind = 'run' AND id = ''") is string before)
            whole = Convert.FromHexString(before);
        using var old = Command(connection, "SELECT sha256 FROM seals WHERE kind = $kind AND id = $id");
        using var remove = Command(connection, "DELETE FROM seals WHERE kind = $kind AND id = $id");
        var rows = Names.ToDictionary(n => n.Key, n => Command(connection, $"SELECT * FROM {n.Key} WHERE {Where(n.Value)}"), StringComparer.Ordinal);
        foreach (var (kind, id) in touched)
        {
            if (Bound(old, kind, id).ExecuteScalar() is string was)
                whole = Plus(whole, Convert.FromHexString(was), minus: true);
            using var reader = BoundParts(rows[kind], Names[kind].Contains("char(9)", StringComparison.Ordinal) ? id.Split('\t', 2) : [id]).ExecuteReader();
            if (!reader.Read())
            {
                Bound(remove, kind, id).ExecuteNonQuery();
                continue;
            }

            var hash = Of(kind, id, reader, Columns(reader, 0));
            whole = Plus(whole, hash);
            Put(connection, kind, id, hash);
        }

        foreach (var command in rows.Values)
            command.Dispose();
        Put(connection, Run, "", whole);
        Execute(connection, "DELETE FROM temp.touched");
    }

    /// <summary>
    /// Holds every row against its seal, and all seals against the whole's. Gives what does not fit, a line each, at most
    /// <paramref name="most"/>; empty where all does.
    /// </summary>
    public static IReadOnlyList<string> Check(SqliteConnection connection, int most)
    {
        var wrong = new List<string>();
        var seals = new Dictionary<(string, string), string>();
        using (var command = Command(connection, "SELECT kind, id, sha256 FROM seals"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var values = new StoredValues(reader, "seals");
                seals[(values.Text(0, "kind"), values.Text(1, "id"))] = values.Text(2, "sha256");
            }
        }

        var whole = new byte[32];
        seals.Remove((Run, ""), out var stored);
        var tables = StoredTables.Of(connection);
        foreach (var (table, name) in Names.Where(n => tables.Contains(n.Key)))
        {
            using var command = Command(connection, $"SELECT {name}, * FROM {table} NOT INDEXED");
            using var reader = command.ExecuteReader();
            var columns = Columns(reader, 1);
            while (reader.Read() && wrong.Count < most)
            {
                var id = reader.IsDBNull(0) ? "" : reader.GetString(0);
                var hash = Of(table, id, reader, columns);
                whole = Plus(whole, hash);
                if (!seals.Remove((table, id), out var seal))
                    wrong.Add($"{Shown(table, id)} has no seal, or stands there twice");
                else if (seal != Convert.ToHexStringLower(hash))
                    wrong.Add($"{Shown(table, id)} is not what was stored");
            }
        }

        wrong.AddRange(seals.Keys.OrderBy(k => k).Take(Math.Max(0, most - wrong.Count)).Select(k => $"{Shown(k.Item1, k.Item2)} is lost"));
        if (wrong.Count == 0 && stored != Convert.ToHexStringLower(whole))
            wrong.Add("the seal of the whole run does not fit its rows");
        return wrong;
    }

    private static string Shown(string table, string id) => $"{table} '{(id.Length <= 40 ? id : id[..40] + "…").Replace('\t', ' ')}'";

    // Its name, then for each column that is not null, in order of names: the column's name, its type, its length and its bytes.
    private static byte[] Of(string kind, string id, SqliteDataReader reader, (string Name, int Ordinal)[] columns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, kind);
        Add(hash, id);
        foreach (var (name, ordinal) in columns)
        {
            if (reader.IsDBNull(ordinal))
                continue;
            Add(hash, name);
            Add(hash, reader.GetValue(ordinal) switch
            {
                long whole => string.Create(CultureInfo.InvariantCulture, $"i{whole}"),
                double real => string.Create(CultureInfo.InvariantCulture, $"r{BitConverter.DoubleToInt64Bits(real):x16}"),
                string text => "t" + text,
                byte[] bytes => "b" + Convert.ToHexStringLower(bytes),
                var other => throw new HaystackException($"the store has a value of type {other.GetType().Name}"),
            });
        }

        return hash.GetHashAndReset();
    }

    private static (string Name, int Ordinal)[] Columns(SqliteDataReader reader, int first) =>
        [.. Enumerable.Range(first, reader.FieldCount - first).Select(i => (Name: reader.GetName(i), i)).OrderBy(c => c.Name, StringComparer.Ordinal)];

    private static void Add(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    // Sums modulo 2^256, the lowest byte first.
    private static byte[] Plus(byte[] a, byte[] b, bool minus = false)
    {
        var sum = new byte[32];
        var carry = minus ? 1 : 0;
        for (var i = 0; i < 32; i++)
        {
            carry += a[i] + (minus ? (byte)~b[i] : b[i]);
            sum[i] = (byte)carry;
            carry >>= 8;
        }

        return sum;
    }

    private static void Put(SqliteConnection connection, string kind, string id, byte[] hash)
    {
        using var command = Bound(Command(connection, "INSERT INTO seals VALUES ($kind, $id, $hash) ON CONFLICT (kind, id) DO UPDATE SET sha256 = excluded.sha256"), kind, id);
        command.Parameters.AddWithValue("$hash", Convert.ToHexStringLower(hash));
        command.ExecuteNonQuery();
    }

    private static string Where(string name) => string.Join(" AND ", name.Split(" || char(9) || ").Select((c, i) => $"{c} = $part{i}"));

    private static SqliteCommand BoundParts(SqliteCommand command, string[] parts)
    {
        command.Parameters.Clear();
        for (var i = 0; i < parts.Length; i++)
            command.Parameters.AddWithValue($"$part{i}", parts[i]);
        return command;
    }

    private static SqliteCommand Bound(SqliteCommand command, string kind, string id)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$id", id);
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
