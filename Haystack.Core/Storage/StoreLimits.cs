using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Haystack.Storage;

/// <summary>What a store may ask of SQLite: a run may come from anybody.</summary>
internal static class StoreLimits
{
    private const int LongestText = 64 << 20;
    private const int StepsBetweenLooks = 100_000;

    // SQLite's numbers for what sqlite3_limit bounds.
    private const int Length = 0, SqlLength = 1, Column = 2, ExpressionDepth = 3, Attached = 7, TriggerDepth = 10;

    // Looks that reading may take, at least and for each so many bytes: some seconds and many times what any run takes. Steps
    // are counted, not seconds: on a loaded machine the clock runs on while others work, and a sound run would be refused.
    private const int LeastLooks = 2_000, BytesALook = 10_000;

    // A file can be as long as it says without holding anything (a sparse one): length alone buys no time without end.
    private const long MostBytesCounted = 2L << 30;

    private const int MostFaults = 100;

    private static readonly string[] Twice = ["2nd reference", "Multiple uses", "out of order"];

    /// <summary>Bounds texts, statements and, for reading, the steps of SQLite's machine.</summary>
    public static void Set(SqliteConnection connection, string path, SqliteOpenMode mode)
    {
        var handle = connection.Handle!;
        raw.sqlite3_limit(handle, Length, LongestText);
        raw.sqlite3_limit(handle, SqlLength, 1 << 20);
        raw.sqlite3_limit(handle, Column, 200);
        raw.sqlite3_limit(handle, ExpressionDepth, 100);
        raw.sqlite3_limit(handle, Attached, 0);
        raw.sqlite3_limit(handle, TriggerDepth, 10);
        using (var command = connection.CreateCommand())
        {
            // Functions in a foreign schema are not run, cells are looked at before they are followed.
            command.CommandText = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;";
            command.ExecuteNonQuery();
        }

        if (mode != SqliteOpenMode.ReadOnly)
            return;
        var most = MostLooks(new FileInfo(path).Length);
        var looks = 0L;
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => ++looks > most ? 1 : 0, null);
        RequireNothingTwice(connection, path);
    }

    /// <summary>How many looks a store of so many bytes may take.</summary>
    internal static long MostLooks(long bytes) => LeastLooks + (Math.Min(bytes, MostBytesCounted) / BytesALook);

    /// <summary>
    /// A page or a cell that stands in several rows makes a small file hold any amount of text: sixty megabytes, a thousand
    /// times over. What is damaged in other ways is found by reading it.
    /// </summary>
    private static void RequireNothingTwice(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA quick_check({MostFaults})";
        using var reader = command.ExecuteReader();
        var faults = 0;
        while (reader.Read())
        {
            var fault = reader.IsDBNull(0) ? "" : reader.GetString(0);
            faults += 1 + fault.Count(c => c == '\n');
            // Behind so many others such a fault would not be told.
            if (faults >= MostFaults || Twice.Any(words => fault.Contains(words, StringComparison.OrdinalIgnoreCase)))
                throw new HaystackException($"{path} is damaged, or made to: rows share what each row has for itself; what can be saved of it: sqlite3 '{path}' .recover");
        }
    }
}
