using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>
/// Holds the rows of a store against their seals, in a memory that does not grow with them: of rows and of seals alike, each
/// (table, name, hash) is hashed with a key that nobody else has, and the two sums are compared. Only of a store where they
/// differ is it looked up which rows are wrong.
/// </summary>
internal static class SealCheck
{
    private static readonly Dictionary<string, byte[]> Tables = RunSeal.Names.Keys.ToDictionary(t => t, Encoding.UTF8.GetBytes, StringComparer.Ordinal);

    /// <summary>What does not fit, a line each, at most <paramref name="most"/>; empty where all does.</summary>
    public static IReadOnlyList<string> Of(SqliteConnection connection, int most)
    {
        var (key, tables) = (RandomNumberGenerator.GetBytes(RowHash.Length), StoredTables.Of(connection));
        var (whole, rows, seals) = (new HashSum(), new HashSum(), new HashSum());
        foreach (var (table, name) in RunSeal.Names.Where(n => tables.Contains(n.Key)))
            AddRows(connection, table, name, key, whole, rows);
        AddSeals(connection, key, seals);
        return rows.Hex == seals.Hex && whole.Hex == RunSeal.OfRun(connection) ? [] : Faults(connection, tables, most);
    }

    private static void AddRows(SqliteConnection connection, string table, string name, byte[] key, HashSum whole, HashSum rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {name}, * FROM {table} NOT INDEXED";
        using var reader = command.ExecuteReader();
        var (columns, hasher, keyed) = (RowHash.Columns(reader, 1), new RowHash(), new KeyedHash(key));
        Span<byte> hash = stackalloc byte[RowHash.Length];
        Span<byte> hex = stackalloc byte[2 * RowHash.Length];
        Span<byte> triple = stackalloc byte[RowHash.Length];
        while (reader.Read())
        {
            var id = RowHash.Text(reader, 0);
            hasher.Of(Tables[table], id, reader, columns, hash);
            Hex(hash, hex);
            keyed.Of(Tables[table], id, hex, triple);
            whole.Add(hash);
            rows.Add(triple);
        }
    }

    private static void AddSeals(SqliteConnection connection, byte[] key, HashSum seals)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind, id, sha256 FROM seals WHERE NOT (kind = 'run' AND id = '')";
        using var reader = command.ExecuteReader();
        var keyed = new KeyedHash(key);
        Span<byte> triple = stackalloc byte[RowHash.Length];
        while (reader.Read())
        {
            keyed.Of(Sealed(reader, 0, "kind"), Sealed(reader, 1, "id"), Sealed(reader, 2, "sha256"), triple);
            seals.Add(triple);
        }
    }

    private static ReadOnlySpan<byte> Sealed(SqliteDataReader reader, int ordinal, string column)
    {
        if (SQLitePCL.raw.sqlite3_column_type(reader.Handle!, ordinal) != SQLitePCL.raw.SQLITE_TEXT)
            new StoredValues(reader, "seals").Text(ordinal, column);
        return RowHash.Text(reader, ordinal);
    }

    private static void Hex(ReadOnlySpan<byte> hash, Span<byte> hex)
    {
        for (var i = 0; i < hash.Length; i++)
        {
            hex[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            hex[2 * i + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }
    }

    /// <summary>Which rows are wrong: all seals are held for that.</summary>
    private static List<string> Faults(SqliteConnection connection, IReadOnlySet<string> tables, int most)
    {
        var wrong = new List<string>();
        var seals = Seals(connection);
        seals.Remove((RunSeal.Run, ""), out var stored);
        var (whole, hasher, hash) = (new HashSum(), new RowHash(), new byte[RowHash.Length]);
        foreach (var (table, name) in RunSeal.Names.Where(n => tables.Contains(n.Key)))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {name}, * FROM {table} NOT INDEXED";
            using var reader = command.ExecuteReader();
            var columns = RowHash.Columns(reader, 1);
            while (reader.Read() && wrong.Count < most)
            {
                var bytes = RowHash.Text(reader, 0);
                hasher.Of(Tables[table], bytes, reader, columns, hash);
                whole.Add(hash);
                var id = Encoding.UTF8.GetString(bytes);
                if (!seals.Remove((table, id), out var seal))
                    wrong.Add($"{Shown(table, id)} has no seal, or stands there twice");
                else if (seal != Convert.ToHexStringLower(hash))
                    wrong.Add($"{Shown(table, id)} is not what was stored");
            }
        }

        wrong.AddRange(seals.Keys.OrderBy(k => k).Take(Math.Max(0, most - wrong.Count)).Select(k => $"{Shown(k.Item1, k.Item2)} is lost"));
        if (wrong.Count == 0 && stored != whole.Hex)
            wrong.Add("the seal of the whole run does not fit its rows");
        return wrong;
    }

    private static Dictionary<(string, string), string> Seals(SqliteConnection connection)
    {
        var seals = new Dictionary<(string, string), string>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind, id, sha256 FROM seals";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new StoredValues(reader, "seals");
            seals[(values.Text(0, "kind"), values.Text(1, "id"))] = values.Text(2, "sha256");
        }

        return seals;
    }

    private static string Shown(string table, string id) => $"{table} '{(id.Length <= 40 ? id : id[..40] + "…").Replace('\t', ' ')}'";
}
