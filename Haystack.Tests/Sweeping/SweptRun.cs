using System.Globalization;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Sweeping;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A run that a test sweeps to its end, and then meddles with.</summary>
internal static class SweptRun
{
    /// <summary>Sweeps; it has to come to its end.</summary>
    public static async Task SweepAsync(SweepOptions options)
    {
        await foreach (var happened in Sweep.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken))
        {
            if (happened is SweepFinished finished)
                finished.End.Should().Be(SweepEnd.Complete);
        }
    }

    /// <summary>Changes a store as somebody may who knows of the seals; at least one row has to change.</summary>
    public static void Execute(string directory, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = RunFiles.DatabasePath(directory), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"DROP TABLE IF EXISTS seals; {sql}");
        command.ExecuteNonQuery().Should().BeGreaterThan(0);
    }
}
