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
