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
            File.Delete(temporary);
            throw new HaystackException($"{path} cannot be written: {e.Message}", e);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
