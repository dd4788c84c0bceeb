using System.Globalization;
using FluentAssertions;
using Haystack.Reports;
using Haystack.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Storage;

/// <summary>
/// A stored run that comes from anybody: flipped bits, pages put in another's place, values that no run has, foreign tables. It is
/// read, or refused in one line, in bounded time and memory.
/// </summary>
public sealed class StoreFuzzTests : IDisposable
{
    private static readonly string[] Values =
    [
        "NULL", "2147483647", "-1", "9223372036854775807", "1e308", "9e999", "-9e999", "'x'", "''", "x'00ff'", "zeroblob(100000)", "'NaN'", "0.5", "char(0)",
        "'[null]'", "'[{}]'", "'{\"a\":null}'", "'[{\"Chain\":-1}]'", "printf('%.*c', 100000, 'x')", "'2026-99-99'", "'Correct, Invented'", "'7'", "char(27) || '[2J'",
    ];

    private static readonly (string Sql, string Words)[] Crafted =
    [
        ("CREATE VIEW v AS SELECT 1", "holds the view 'v'"),
        ("ALTER TABLE trials RENAME TO old; CREATE VIEW trials AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT old.* FROM old, n", "holds the"),
        ("CREATE TRIGGER t AFTER INSERT ON trials BEGIN DELETE FROM trials; END", "holds the trigger 't'"),
        ("CREATE TABLE other (a)", "holds the table 'other'"),
        ("CREATE INDEX i ON trials (chain)", "holds the index 'i'"),
        ("ALTER TABLE trials ADD COLUMN big AS (length(zeroblob(1000000000)))", "computes the column 'big'"),
        ("DROP TABLE documents", "has no table 'documents'"),
        ("UPDATE trials SET context_tokens = 2147483647", "context_tokens of trials is 2147483647"),
        ("UPDATE trials SET position = 9e999", "position of trials is"),
        ("UPDATE trials SET chain = 'x'", "chain of trials is not a whole number"),
        ("UPDATE documents SET facts = '[null]'", "facts of documents is"),
        ("UPDATE models SET tokenizer_grade = '99'", "tokenizer_grade of models is an unknown '99'"),
        ("UPDATE models SET server = printf('%.*c', 100000, 'x')", "server of models is"),
        ("UPDATE trials SET family = printf('%.*c', 5000, 'x')", "of 5,000 characters"),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO models SELECT i, 'm' || i, provider, digest, quantization, parameter_size, architecture, max_context_tokens, num_ctx, tokenizer_source, tokenizer_fingerprint, tokenizer_grade, tokenizer_note, template_tokens, server, vram_bytes, size_bytes, properties FROM models, n", "more than 200 models"),
        ("UPDATE trials SET other_readings = printf('%.*c', 300000, char(10))", "other_readings of trials is of 300,000 characters"),
        ("PRAGMA application_id = 1", "is not the store of a Haystack run"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_no_run_holds_is_refused_by_name()
    {
        await SealedRun.MakeAsync(_folder["run"], 12);
        SealedRun.Execute(_folder["run"], "DROP TABLE seals");
        var whole = File.ReadAllBytes(_folder["run/run.db"]);
        foreach (var (sql, words) in Crafted)
        {
            File.WriteAllBytes(_folder["run/run.db"], whole);
            SealedRun.Execute(_folder["run"], sql);
            FluentActions.Invoking(() => RunReader.Read(_folder["run"])).Should().Throw<HaystackException>(sql).WithMessage($"*run.db*{words}*");
        }
    }

    /// <summary>SQLite opens by itself what lies beside a store under the names of its logs.</summary>
    [Theory]
    [InlineData("-journal")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task What_stands_for_a_log_beside_a_store_is_neither_waited_for_nor_followed(string log)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes");
        await SealedRun.MakeAsync(_folder["run"], 2);
        File.WriteAllText(_folder["mine"], "mine");
        Directory.CreateSymbolicLink(_folder["linked"], _folder["run"]);
        var path = _folder["run/run.db" + log];
        foreach (var make in new[] { () => System.Diagnostics.Process.Start("mkfifo", path)!.WaitForExit(), () => { File.CreateSymbolicLink(path, _folder["mine"]); }, () => { Directory.CreateDirectory(path); } })
        {
            make();
            foreach (var run in new[] { "run", "linked" })
                FluentActions.Invoking(() => RunReader.Read(_folder[run])).Should().Throw<HaystackException>().WithMessage($"*run.db{log} is a link or no file*");
            if (Directory.Exists(path))
                Directory.Delete(path);
            else
                File.Delete(path);
        }

        File.ReadAllText(_folder["mine"]).Should().Be("mine");
        RunReader.Read(_folder["run"]).Trials.Should().HaveCount(2);
    }

    [Fact]
    public Task A_few_hundred_damaged_stores_are_read_or_refused() => FuzzAsync(400);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Twenty_thousand_damaged_stores_are_read_or_refused() => FuzzAsync(20_000);

    private async Task FuzzAsync(int mutations)
    {
        var run = _folder["run"];
        await SealedRun.MakeAsync(run, 12);
        var whole = File.ReadAllBytes(_folder["run/run.db"]);
        SealedRun.Execute(run, "DROP TABLE seals; VACUUM");
        var unsealed = File.ReadAllBytes(_folder["run/run.db"]);
        var columns = Columns();
        var stream = new Seed(1717).Derive("stores").Stream();
        var (read, refused) = (0, 0);
        for (var i = 0; i < mutations; i++)
        {
            var what = "";
            // One in four by its values, which every check of bytes lets through; most of the others without seals to hide behind.
            var bytes = (stream.Next(4) == 0 ? whole : unsealed).ToArray();
            if (i % 4 == 0)
            {
                File.WriteAllBytes(_folder["run/run.db"], unsealed);
                var (table, column) = stream.Pick(columns);
                what = $"UPDATE OR IGNORE {table} SET {column} = {stream.Pick(Values)} WHERE rowid % 3 = 0".Replace("WHERE rowid % 3 = 0", table is "manifest" or "verdicts" ? "" : "WHERE rowid % 3 = 0", StringComparison.Ordinal);
                try
                {
                    SealedRun.Execute(run, what);
                }
                catch (SqliteException)
                {
                    continue;
                }
            }
            else
            {
                what = Damage(bytes, stream);
                File.WriteAllBytes(_folder["run/run.db"], bytes);
            }

            var cost = new ReadingCost();
            try
            {
                var data = RunReader.Read(run, withTexts: true);
                read++;
                if (read % 40 == 1)
                {
                    MarkdownReport.Of(data);
                    CsvExport.Write(data, _folder["run.csv"], CancellationToken.None);
                    SummaryJson.Write(data, _folder["run.json"]);
                }
            }
            catch (HaystackException e)
            {
                e.Message.Should().NotContain("\n", what);
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"mutation {i} ({what}): {e.GetType().Name}: {e.Message}\n{e.StackTrace}", e);
            }

            cost.ShouldBeBounded($"mutation {i} ({what})");
        }

        read.Should().BePositive();
        refused.Should().BeGreaterThan(mutations / 8);
    }

    private static string Damage(byte[] bytes, RandomStream stream)
    {
        switch (stream.Next(4))
        {
            case 0:
                var page = 4096 * stream.Next(bytes.Length / 4096);
                var other = 4096 * stream.Next(bytes.Length / 4096);
                bytes.AsSpan(other, 4096).CopyTo(bytes.AsSpan(page));
                return $"page {page} is that of {other}";
            case 1:
                // The heads of pages: what a page is, how many cells it has, and where they are.
                var at = (4096 * stream.Next(bytes.Length / 4096)) + stream.Next(24);
                bytes[at] = (byte)stream.Next(256);
                return $"byte {at} is {bytes[at]}";
            default:
                var flips = 1 + stream.Next(6);
                for (var i = 0; i < flips; i++)
                    bytes[stream.Next(bytes.Length)] ^= (byte)(1 << stream.Next(8));
                return string.Create(CultureInfo.InvariantCulture, $"{flips} bits");
        }
    }

    private List<(string Table, string Column)> Columns()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder["run/run.db"], Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }
}
