using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>Opens the files of a run's directory, turning what can go wrong into one clear line.</summary>
internal static partial class RunFiles
{
    /// <summary>The store's file name.</summary>
    public const string Database = "run.db";

    /// <summary>The name of the file that a running sweep holds locked.</summary>
    public const string Lock = "run.lock";

    private static readonly string[] Logs = ["-journal", "-wal", "-shm"];

    /// <summary>Where a run's store is.</summary>
    public static string DatabasePath(string directory) => Path.Combine(directory, Database);

    /// <summary>Whether there is a run at <paramref name="directory"/>; false where it is absent or empty.</summary>
    /// <exception cref="HaystackException">Something else is there.</exception>
    public static bool Exists(string directory)
    {
        if (File.Exists(DatabasePath(directory)))
            return true;
        if (File.Exists(directory))
            throw new HaystackException($"{directory} is a file, not a run's directory");
        // A process killed while it made the store leaves the lock and what was unfinished under another name.
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any(e => Path.GetFileName(e) is var name && name != Lock && !Unfinished().IsMatch(name) && !Leftovers.IsOne(name)))
            throw new HaystackException($"{directory} is not a run: it has other files, and no {Database}");
        return false;
    }

    /// <summary>When a run's store was written last, UTC: its journal holds what is newest.</summary>
    public static DateTimeOffset LastWritten(string directory) =>
        new FileInfo[] { new(DatabasePath(directory)), new(DatabasePath(directory) + "-wal") }
            .Where(f => f.Exists).Select(f => new DateTimeOffset(f.LastWriteTimeUtc)).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();

    /// <summary>Whether a process that was killed while it closed the store left its journal or log; whoever opens it for writing next removes them.</summary>
    public static bool HasLog(string directory) => File.Exists(DatabasePath(directory) + "-journal") || File.Exists(DatabasePath(directory) + "-wal");

    /// <summary>Bytes of the files of a run's directory.</summary>
    public static long Size(string directory) => new DirectoryInfo(directory).EnumerateFiles().Sum(f => f.Length);

    /// <summary>A name that a store has until it is whole, and that nobody can guess; its journal's name begins with it.</summary>
    public static string NewUnfinished(string directory) => Path.Combine(Path.GetFullPath(directory), $"{Database}.new-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");

    /// <summary>Removes what killed processes left of unfinished stores; for the holder of the lock alone.</summary>
    public static void RemoveUnfinished(string directory)
    {
        foreach (var entry in Directory.EnumerateFiles(directory, Database + ".new*").Where(e => Unfinished().IsMatch(Path.GetFileName(e))).ToList())
            File.Delete(entry);
    }

    /// <summary>Opens a store.</summary>
    public static SqliteConnection Open(string directory, SqliteOpenMode mode)
    {
        var path = DatabasePath(directory);
        InputFile.Require(path);
        RequireOwnLogs(path);
#pragma warning disable RS0030 // The door to stores.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            // Whole: SQLite takes a name that begins with "file:" for an address with options.
            DataSource = Path.GetFullPath(path),
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
#pragma warning restore RS0030
        try
        {
            connection.Open();
            StoreLimits.Set(connection, path, mode);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e, path);
        }
    }

    /// <summary>
    /// SQLite opens by itself what lies beside a store under the names of its logs: a pipe there is waited for without end, and a
    /// link leads to another's file. They are looked for beside the file that is opened, links followed.
    /// </summary>
    private static void RequireOwnLogs(string path)
    {
        var store = OutputFile.Target(path);
        foreach (var log in Logs.Select(end => store + end))
        {
            if (FileKinds.IsLink(log) || FileKinds.Of(log) is not (FileKind.None or FileKind.Regular))
                throw new HaystackException($"{log} is a link or no file, which no run has: remove it");
        }
    }

    /// <summary>What a store's fault means to a user.</summary>
    public static HaystackException Explain(SqliteException fault, string path) => new(
        fault.SqliteErrorCode switch
        {
            8 => $"{path} cannot be written: it is read-only, or was left half-written beside a log that is not its own",
            10 => $"{path}: the disk reported an error ({fault.Message})",
            11 or 26 => $"{path} is damaged or not a SQLite file; what can be saved of it: sqlite3 '{path}' .recover",
            13 => $"{path} cannot be written: the disk is full; every trial acknowledged so far is safe",
            14 => $"{path} cannot be opened: is the directory there, and may it be written?",
            9 => $"{path} takes longer to read than any run: it is damaged, or made to",
            18 => $"{path} holds a longer text than any run has: it is damaged, or made to",
            5 or 6 => $"{path} is in use by another process",
            _ => $"{path}: {fault.Message}",
        },
        fault);

    [GeneratedRegex("^run\\.db\\.new(-[0-9a-f]{16})?(-journal)?$")]
    private static partial Regex Unfinished();
}
