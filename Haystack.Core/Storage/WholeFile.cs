namespace Haystack.Storage;

/// <summary>Writes a file whole or not at all: to a temporary name beside it, to the disk, then renamed.</summary>
internal static class WholeFile
{
    /// <summary>Writes what <paramref name="write"/> gives.</summary>
    /// <exception cref="HaystackException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var temporary = path + ".part";
        try
        {
            if (Directory.Exists(path))
                throw new HaystackException($"{path} is a directory; name a file");
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
            await using (file.ConfigureAwait(false))
            {
                await write(file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
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

    /// <summary>What went wrong is told already: that nothing was begun, or that it cannot be removed either, adds nothing.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is not there, or its disk is gone.
        }
    }
}
