namespace Haystack.Base;

/// <summary>Folders that appear whole or not at all: made under a name that nobody can guess, filled, then renamed.</summary>
internal static class OutputFolder
{
    /// <summary>Writes what <paramref name="write"/> puts into the folder that it is given, by <see cref="OutputFile.Create"/>.</summary>
    /// <exception cref="HaystackException">There is something at the path already, or it cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<string, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var target = OutputFile.Target(Path.TrimEndingDirectorySeparator(path));
        RequireFree(path, target);
        var parent = Path.GetDirectoryName(target) ?? target;
        var temporary = Leftovers.NewName(parent);
        try
        {
            Directory.CreateDirectory(parent);
            Leftovers.Clear(parent);
            Directory.CreateDirectory(temporary);
            await write(temporary, cancellationToken).ConfigureAwait(false);
            RequireFree(path, target);
            // Only an empty one can be there: anything else fails here, and stays.
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.Fault(path, e);
        }
        finally
        {
            Leftovers.Remove(temporary);
        }
    }

    private static void RequireFree(string path, string target)
    {
        if (FileKinds.Of(target) is var kind && (kind is not (FileKind.None or FileKind.Folder) || (kind == FileKind.Folder && Directory.EnumerateFileSystemEntries(target).Any())))
            throw new HaystackException($"{path} is there already: this format is a folder of its own, name a new one");
    }
}
