using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>What a store may hold: tables of the names that runs have, and nothing that does something when it is read or written.</summary>
internal static class StoredTables
{
    private static readonly HashSet<string> Known = new([.. RunSeal.Names.Keys, "seals"], StringComparer.Ordinal);

    /// <summary>The tables that are there.</summary>
    public static IReadOnlySet<string> Of(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name IS NOT NULL";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Looks at the store's own description of itself before anything else is read.</summary>
    /// <exception cref="HaystackException">It has a view, a trigger, an index of its own, a computed column, or a table that no run has.</exception>
    public static void Require(SqliteConnection connection, string path)
    {
        var tables = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT coalesce(type, ''), coalesce(name, ''), coalesce(sql, '') FROM sqlite_master";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var (type, name, sql) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
                if (type == "table" && Known.Contains(name) && sql.StartsWith("CREATE TABLE", StringComparison.OrdinalIgnoreCase))
                    tables.Add(name);
                else if (!name.StartsWith("sqlite_", StringComparison.Ordinal) || type is not ("table" or "index"))
                    throw new HaystackException($"{path} holds the {type} '{Shown(name)}', which no run has: a run's store has plain tables only");
            }
        }

        if (Known.Except(tables).Except(["verdicts", "seals"]).FirstOrDefault() is { } missing)
            throw new HaystackException($"{path} has no table '{missing}': it is damaged, or no whole run");
        foreach (var table in tables)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden <> 0";
            if (command.ExecuteScalar() is string computed)
                throw new HaystackException($"{path} computes the column '{Shown(computed)}' of '{table}': a run's store has plain tables only");
        }
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
