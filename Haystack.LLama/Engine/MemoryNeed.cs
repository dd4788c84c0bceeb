using System.Globalization;

namespace Haystack.LLama.Engine;

/// <summary>How much memory a file takes, and whether there is as much.</summary>
internal sealed class MemoryNeed(GgufModelFile file, GgufSettings settings)
{
    /// <summary>What the engine itself and the numbers in passing take, at the least.</summary>
    private const long Overhead = 64L << 20;

    /// <summary>Bytes of keys and values of one token; null where the file does not say enough.</summary>
    public long? BytesPerToken => file.KeptPerToken * settings.Cache.BytesPer32 / 32;

    /// <summary>Bytes with a context of so many tokens.</summary>
    public long Bytes(int contextTokens) => file.WeightBytes + Overhead + ((BytesPerToken ?? 0) * contextTokens)
        + (settings.Flash == false ? 4 * (file.Heads ?? 0) * settings.Batch * contextTokens : 0);

    /// <summary>Makes sure that there is memory for the file, and for a context of so many tokens.</summary>
    /// <exception cref="HaystackException">There is less; one line says how much is needed and what needs less.</exception>
    public void RequireFits(string path, int contextTokens)
    {
        var (needed, there) = (Bytes(contextTokens), AvailableBytes());
        if (needed <= there)
            return;
        var forContext = contextTokens > 0 ? $" with a context of {TokenSize.Format(contextTokens)} tokens" : "";
        var less = contextTokens > 0 ? $"--max-ctx or ?ctx= with fewer tokens{(settings.Cache.IsCoarse ? "" : ", or ?kv=q8_0,")} takes less" : "a smaller model or a coarser quantization takes less";
        throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"'{path}' needs {needed / 1e9:0.0} GB of memory{forContext}, and {there / 1e9:0.0} GB are free here: {less}"));
    }

    private static long AvailableBytes()
    {
        // What a container may use, or what the machine has.
        var most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return OperatingSystem.IsLinux() && Free() is { } free ? Math.Min(most, free) : most;
    }

    // "MemAvailable:   12345678 kB": what is free, and what is kept of files and can be given up.
    private static long? Free()
    {
        if (!File.Exists("/proc/meminfo"))
            return null;
        var line = InputFile.ReadAllText("/proc/meminfo", 1 << 16).Split('\n').FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is not null && long.TryParse(string.Concat(line.Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }
}
