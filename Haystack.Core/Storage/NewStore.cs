using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>Makes the store of a run that is begun.</summary>
internal static class NewStore
{
    /// <summary>Makes the database whole under another name first: a crash here leaves no half-made run.</summary>
    public static void Create(string directory, IReadOnlyDictionary<string, string> manifest)
    {
        var path = RunFiles.DatabasePath(directory);
        RunFiles.RemoveUnfinished(directory);
        var temporary = RunFiles.NewUnfinished(directory);
        // Made here and by nobody else; SQLite takes an empty file as a new database.
        OutputFile.Create(temporary).Dispose();
#pragma warning disable RS0030 // Made here, of nobody's data yet.
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = temporary, Pooling = false }.ToString()))
#pragma warning restore RS0030
        {
            connection.Open();
            using var transaction = connection.BeginTransaction();
            RunSchema.Create(connection);
            RunSeal.Attach(connection);
            RunManifest.Write(connection, manifest);
            RunSeal.Close(connection);
            transaction.Commit();
        }

        File.Move(temporary, path, overwrite: false);
    }
}
