using System.Text.Json;
using Haystack.Scoring;
using Haystack.Storage;
using Microsoft.Data.Sqlite;

namespace Haystack.Tests.Storage;

/// <summary>A small run in a store, with something in each of its tables.</summary>
internal static class SealedRun
{
    /// <summary>Stores it.</summary>
    public static async Task MakeAsync(string directory, int trials = 60)
    {
        await using var store = RunStore.Open(directory, new Dictionary<string, string>(Rows.Manifest));
        await store.PutModelAsync(Rows.Model(), 0);
        foreach (var document in SampleRuns.Typical.Documents.Take(3))
            await store.PutDocumentAsync(document);
        await Task.WhenAll(Enumerable.Range(1, trials).Select(i => store.AppendAsync(Rows.Trial(i, i % 3 == 0 ? Outcome.Invented : Outcome.Correct))));
        await store.PutVerdictAsync(new Verdict
        {
            Trial = Rows.Trial(1).Key,
            Outcome = Outcome.Ambiguous,
            By = "me",
            At = new DateTimeOffset(2026, 11, 1, 2, 3, 4, TimeSpan.Zero),
            ReadAs = Outcome.Correct,
            ReplySha256 = VerdictTable.ReplyHash(Rows.Trial(1).Response),
            IsSampled = true,
        });
    }

    /// <summary>All that can be read of a run, as text.</summary>
    public static string Everything(RunData run) => JsonSerializer.Serialize(run);

    /// <summary>Does something to a store, past Haystack.</summary>
    public static void Execute(string directory, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "run.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
