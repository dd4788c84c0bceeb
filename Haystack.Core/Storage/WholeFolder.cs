namespace Haystack.Storage;

/// <summary>Writes a folder whole or not at all: under a temporary name beside it, then renamed.</summary>
internal static class WholeFolder
{
    /// <summary>Writes what <paramref name="write"/> puts into the folder that it is given.</summary>
    /// <exception cref="HaystackException">There is something at the path already, or it cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<string, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new HaystackException($"{path} is there already: this format is a folder of its own, name a new one");
        var temporary = path + ".part";
        try
        {
            Discard(temporary);
            Directory.CreateDirectory(temporary);
            await write(temporary, cancellationToken).ConfigureAwait(false);
            if (Directory.Exists(path))
                Directory.Delete(path);
            Directory.Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw new HaystackException($"{path} cannot be written: {e.Message}", e);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is told; that the remains stay adds nothing.
        }
    }
}
