namespace Haystack.Plots;

/// <summary>Files that appear whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes bytes.</summary>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes to a temporary name beside <paramref name="path"/>, flushes to disk, and renames.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            try
            {
                using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(temporary, path, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HaystackException($"cannot write {path}: {e.Message}", e);
        }
    }
}
