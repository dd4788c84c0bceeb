using System.ComponentModel;
using System.Globalization;

namespace Haystack.Inference.Health;

/// <summary>Looks at this machine: memory for models, and a place to write a run.</summary>
internal static class MachineCheck
{
    private const long FewBytes = 1_000_000_000;

    /// <summary>Bytes of video memory of all graphics cards together; null without any that can be asked.</summary>
    public static async Task<long?> VideoMemoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = InstalledProgram.Start("nvidia-smi", ["--query-gpu=memory.total", "--format=csv,noheader,nounits"]);
            if (process is null)
                return null;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                var text = await process.StandardOutput.ReadToEndAsync(patience.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                // Mebibytes, a line for each card.
                var cards = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(l => long.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out var m) ? m : 0).Sum();
                return cards > 0 ? cards * 1024 * 1024 : null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill();
                return null;
            }
        }
        catch (Win32Exception)
        {
            // It does not run here, so there is no such card.
            return null;
        }
    }

    /// <summary>The memory that models on this machine may take.</summary>
    public static CheckFinding Memory(long? videoBytes)
    {
        var ram = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return videoBytes is { } video
            ? new(FindingLevel.Good, "memory", string.Create(CultureInfo.InvariantCulture, $"{video / 1e9:0.0} GB of video memory, {ram / 1e9:0.0} GB of memory"))
            : new(FindingLevel.Warning, "memory", string.Create(CultureInfo.InvariantCulture, $"no NVIDIA card here; {ram / 1e9:0.0} GB of memory"), "models on this machine run on the processor (or on a card that does not tell its memory); long contexts take hours");
    }

    /// <summary>Whether a run can be written below <paramref name="directory"/>.</summary>
    public static CheckFinding Disk(string directory)
    {
        var full = Path.GetFullPath(directory);
        while (!Directory.Exists(full) && Path.GetDirectoryName(full) is { } parent)
        {
            if (File.Exists(full))
                return new(FindingLevel.Bad, "disk", $"{full} is a file, so no run can be written below it", "--out names another place");
            full = parent;
        }

        try
        {
            OutputFile.TryFolder(full);
            var free = new DriveInfo(full).AvailableFreeSpace;
            return new(
                free < FewBytes ? FindingLevel.Warning : FindingLevel.Good,
                "disk",
                string.Create(CultureInfo.InvariantCulture, $"{full} can be written, {free / 1e9:0.0} GB free"),
                free < FewBytes ? "a run of 10,000 trials of a thinking model takes about 0.2 GB" : null);
        }
        catch (Exception e) when (e is HaystackException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(FindingLevel.Bad, "disk", e is HaystackException ? e.Message : $"{full} cannot be written: {e.Message}", "--out names another place");
        }
    }
}
