namespace Haystack.Storage;

/// <summary>The file whose holder may write a run: one process at a time.</summary>
internal static class RunLock
{
    /// <summary>Whether a process has it now.</summary>
    public static bool IsHeld(string directory)
    {
        var path = Path.Combine(directory, RunFiles.Lock);
        return FileKinds.Of(path) == FileKind.Regular && InputFile.IsHeld(path);
    }

    /// <summary>Takes it, and makes the directory where there is none; disposing of it gives it back.</summary>
    /// <exception cref="HaystackException">Another process has it, or the directory cannot be made or written.</exception>
    public static FileStream Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return OutputFile.OpenLock(Path.Combine(directory, RunFiles.Lock));
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
