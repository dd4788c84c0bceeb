using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>The frozen description of a run: name to value.</summary>
internal static class RunManifest
{
    /// <summary>Names that begin with this say where and when a run was begun; they may differ on resuming.</summary>
    public const string InformationPrefix = "info_";

    /// <summary>Reads a store's manifest.</summary>
    public static IReadOnlyDictionary<string, string> Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, value FROM manifest ORDER BY name";
        using var reader = command.ExecuteReader();
        var manifest = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var values = new StoredValues(reader, "manifest");
            manifest[values.Text(0, "name")] = values.Text(1, "value");
        }

        return manifest;
    }

    /// <summary>Writes a manifest into an empty table.</summary>
    public static void Write(SqliteConnection connection, IReadOnlyDictionary<string, string> manifest)
    {
        foreach (var (name, value) in manifest)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO manifest VALUES ($name, $value)";
            command.Parameters.AddWithValue("$name", name);
            command.Parameters.AddWithValue("$value", value);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Notes something that does not determine the results; a later note of that name replaces it.</summary>
    public static void Note(SqliteConnection connection, string name, string value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO manifest VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        command.Parameters.AddWithValue("$name", InformationPrefix + name);
        command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }

    /// <summary>Compares what determines the results.</summary>
    /// <exception cref="HaystackException">It differs; the message prints every difference.</exception>
    public static void RequireSame(IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> asked, string directory)
    {
        var differences = Differences(stored, asked);
        if (differences.Count > 0)
            throw new HaystackException(
                $"{directory} was made with other options, so it cannot be resumed with these ({string.Join("; ", differences)}): use those, or another --out");
    }

    /// <summary>Where two manifests differ in what determines the results, <c>name: stored → asked</c>, in order of names.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> asked) =>
    [
        .. stored.Keys.Union(asked.Keys)
            .Where(name => !name.StartsWith(InformationPrefix, StringComparison.Ordinal))
            .Where(name => stored.GetValueOrDefault(name) != asked.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name}: {stored.GetValueOrDefault(name) ?? "(none)"} → {asked.GetValueOrDefault(name) ?? "(none)"}"),
    ];
}
