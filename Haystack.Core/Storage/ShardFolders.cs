namespace Haystack.Storage;

/// <summary>Where shards of one sweep lie side by side.</summary>
internal static class ShardFolders
{
    /// <summary>The runs in a directory that are named as shards, in the order of their numbers; none where there is no such directory.</summary>
    public static IReadOnlyList<string> Under(string? directory) => directory is null || !Directory.Exists(directory)
        ? []
        : Ordered(Directory.EnumerateDirectories(directory, "shard-*-of-*"));

    /// <summary>
    /// The runs that a name stands for: itself where it is a run, else the shards in it, or beside it under its name.
    /// </summary>
    public static IReadOnlyList<string> For(string path)
    {
        if (File.Exists(RunFiles.DatabasePath(path)))
            return [path];
        var inside = Under(path);
        if (inside.Count > 0)
            return inside;
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (parent, name) = (Path.GetDirectoryName(whole), Path.GetFileName(whole));
        return parent is null || name.Length == 0 || !Directory.Exists(parent)
            ? []
            : Ordered(Directory.EnumerateDirectories(parent, "*-shard-*-of-*").Where(d => Path.GetFileName(d).StartsWith($"{name}-shard-", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> Ordered(IEnumerable<string> directories) =>
    [
        .. directories
            .Select(d => (Path: d, Shard: Shard.OfDirectory(d)))
            .Where(d => d.Shard is not null && File.Exists(RunFiles.DatabasePath(d.Path)))
            .OrderBy(d => d.Shard!.Count).ThenBy(d => d.Shard!.Number).Select(d => d.Path),
    ];
}
