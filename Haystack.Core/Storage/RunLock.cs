namespace Haystack.Storage;

/// <summary>The file whose holder may write a run: one process at a time.</summary>
internal static class RunLock
{
    /// <summary>Whether a process has it now.</summary>
    public static bool IsHeld(string directory)
    {
        var path = Path.Combine(directory, RunFiles.Lock);
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Not ours to open: who may not read the lock cannot tell.
            return false;
        }
    }

    /// <summary>Takes it, and makes the directory where there is none; disposing of it gives it back.</summary>
    /// <exception cref="HaystackException">Another process has it, or the directory cannot be made or written.</exception>
    public static FileStream Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FileStream(Path.Combine(directory, RunFiles.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new HaystackException($"{directory} cannot be written: {e.Message}", e);
        }
        catch (IOException e) when (Directory.Exists(directory))
        {
            throw new HaystackException($"{directory} is in use by another haystack process (or its disk is read-only or full)", e);
        }
        catch (IOException e)
        {
            throw new HaystackException($"{directory} cannot be made: {e.Message}", e);
        }
    }
}
