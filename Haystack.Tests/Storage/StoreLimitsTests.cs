using FluentAssertions;
using Haystack.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Storage;

/// <summary>Reading a store ends by what it asks of SQLite, not by the clock: a loaded machine refuses no sound run.</summary>
public sealed class StoreLimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_only_says_how_long_it_is_buys_no_time_by_it()
    {
        StoreLimits.MostLooks(1L << 46).Should().Be(StoreLimits.MostLooks(2L << 30));
        StoreLimits.MostLooks(100 << 20).Should().BeLessThan(StoreLimits.MostLooks(200 << 20));
    }

    /// <summary>Two rows of a megabyte each, of which the second is made to lead to the first one's pages: a thousand such are a gigabyte in a small file.</summary>
    [Fact]
    public async Task Pages_that_stand_in_several_rows_are_refused_before_a_text_is_read()
    {
        var directory = _folder["shared"];
        await using (var store = RunStore.Open(directory, new Dictionary<string, string>(Rows.Manifest)))
        {
            await store.PutModelAsync(Rows.Model(), 0);
            foreach (var i in new[] { 1, 2 })
                await store.AppendAsync(Rows.Trial(i, response: new string(i == 1 ? 'A' : 'B', 1 << 20)));
        }

        RunReader.Read(directory, withTexts: true).Trials.Should().HaveCount(2);
        var bytes = File.ReadAllBytes(Path.Combine(directory, "run.db"));
        var pages = Enumerable.Range(0, bytes.Length / 4096).ToList();
        bool IsOf(int page, char c) => bytes.AsSpan((page * 4096) + 4, 4000).IndexOfAnyExcept((byte)c) < 0;
        int Next(int page) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(page * 4096)) - 1;
        var (of1, of2) = (pages.Where(p => IsOf(p, 'A')).ToList(), pages.Where(p => IsOf(p, 'B')).ToList());
        // In the middle of the second's chain it goes on in the first's.
        var from = of2.First(p => of2.Contains(Next(p)));
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(from * 4096), of1[of1.Count / 2] + 1);
        File.WriteAllBytes(Path.Combine(directory, "run.db"), bytes);
        FluentActions.Invoking(() => RunReader.Read(directory)).Should().Throw<HaystackException>().WithMessage("*run.db*rows share what each row has for itself*");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_reading_without_end_is_stopped_and_told()
    {
        await SealedRun.MakeAsync(_folder["run"], 12);
        using var connection = RunFiles.Open(_folder["run"], SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        var fault = FluentActions.Invoking(command.ExecuteScalar).Should().Throw<SqliteException>().Which;
        RunFiles.Explain(fault, "run.db").Message.Should().Be("run.db takes longer to read than any run: it is damaged, or made to");
    }
}
