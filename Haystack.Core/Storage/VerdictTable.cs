using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Scoring;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>How <see cref="Verdict"/>s lie in <c>run.db</c>: in a table of their own, which no scoring touches.</summary>
internal static class VerdictTable
{
    /// <summary>One verdict a person and trial; a later one of the same person replaces it.</summary>
    public const string Definition = """
        CREATE TABLE IF NOT EXISTS verdicts (
          trial TEXT NOT NULL,
          judged_by TEXT NOT NULL,
          judged_at TEXT NOT NULL,
          outcome TEXT NOT NULL,
          read_as TEXT NOT NULL,
          reply_sha256 TEXT NOT NULL,
          sampled INTEGER NOT NULL,
          PRIMARY KEY (trial, judged_by)
        ) WITHOUT ROWID;
        """;

    /// <summary>Stores a verdict; of the same person about the same trial the later one stays.</summary>
    public static void Put(SqliteConnection connection, Verdict verdict)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO verdicts VALUES ($trial, $by, $at, $outcome, $read_as, $reply, $sampled)
            ON CONFLICT (trial, judged_by) DO UPDATE SET judged_at = excluded.judged_at, outcome = excluded.outcome,
              read_as = excluded.read_as, sampled = max(sampled, excluded.sampled), reply_sha256 = excluded.reply_sha256
            WHERE excluded.judged_at >= judged_at
            """;
        command.Parameters.AddWithValue("$trial", verdict.Trial);
        command.Parameters.AddWithValue("$by", verdict.By);
        command.Parameters.AddWithValue("$at", verdict.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue("$outcome", verdict.Outcome.ToString());
        command.Parameters.AddWithValue("$read_as", verdict.ReadAs.ToString());
        command.Parameters.AddWithValue("$reply", verdict.ReplySha256);
        command.Parameters.AddWithValue("$sampled", verdict.IsSampled ? 1 : 0);
        command.ExecuteNonQuery();
    }

    /// <summary>All verdicts, the latest last; none in stores that were made before there were any.</summary>
    public static IReadOnlyList<Verdict> Read(SqliteConnection connection)
    {
        if (!Exists(connection))
            return [];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT trial, judged_by, judged_at, outcome, read_as, reply_sha256, sampled FROM verdicts ORDER BY judged_at, trial, judged_by";
        using var reader = command.ExecuteReader();
        var verdicts = new List<Verdict>();
        while (reader.Read())
        {
            var values = new StoredValues(reader, "verdicts");
            verdicts.Add(new Verdict
            {
                Trial = values.Text(0, "trial"),
                By = values.Text(1, "judged_by"),
                At = values.Parsed(2, "judged_at", t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
                Outcome = values.Name<Outcome>(3, "outcome"),
                ReadAs = values.Name<Outcome>(4, "read_as"),
                ReplySha256 = values.Text(5, "reply_sha256"),
                IsSampled = values.Whole(6, "sampled", 0, 1) != 0,
            });
        }

        return verdicts;
    }

    /// <summary>The verdicts that hold, by trial: the latest about each reply that is stored.</summary>
    public static IReadOnlyDictionary<string, Verdict> Holding(SqliteConnection connection)
    {
        var verdicts = Read(connection);
        var holding = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        if (verdicts.Count == 0)
            return holding;
        var replies = new Dictionary<string, string>(StringComparer.Ordinal);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, response FROM trials WHERE key IN (SELECT trial FROM verdicts)";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            replies[reader.GetString(0)] = ReplyHash(reader.IsDBNull(1) ? null : reader.GetString(1));
        foreach (var verdict in verdicts.Where(v => replies.GetValueOrDefault(v.Trial) == v.ReplySha256))
            holding[verdict.Trial] = verdict;
        return holding;
    }

    /// <summary>The hash by which a verdict knows its reply.</summary>
    public static string ReplyHash(string? response) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(response ?? "")));

    private static bool Exists(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'verdicts'";
        return (long)command.ExecuteScalar()! > 0;
    }
}
