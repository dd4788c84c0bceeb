using System.IO.Compression;
using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>A packed log of inspect_ai (<c>.eval</c>): a ZIP archive with one file of JSON a sample.</summary>
internal static class InspectArchive
{
    /// <summary>The most bytes of one sample: its prompt and all that was logged with it.</summary>
    private const long LargestSample = 256L << 20;

    /// <summary>The most samples; a bound on what a damaged directory can claim.</summary>
    private const int MostSamples = 1_000_000;

    /// <summary>The answers of its samples, one at a time.</summary>
    /// <exception cref="HaystackException">It is no such log, or is damaged.</exception>
    public static IEnumerable<(string Id, GivenAnswer Answer)> Answers(Stream file, string path)
    {
        using var archive = Opened(file, path);
        var samples = archive.Entries
            .Where(e => e.FullName.StartsWith("samples/", StringComparison.Ordinal) && e.FullName.EndsWith(".json", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal).Take(MostSamples + 1).ToArray();
        if (samples.Length is 0 or > MostSamples)
            throw new HaystackException($"{path} is an archive, but no log of inspect_ai with samples (log them: --log-samples)");
        foreach (var entry in samples)
            yield return Answer(entry, path);
    }

    private static ZipArchive Opened(Stream file, string path)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e);
        }
    }

    private static (string Id, GivenAnswer Answer) Answer(ZipArchiveEntry entry, string path)
    {
        var where = $"{path}: {entry.FullName}";
        try
        {
            if (entry.Length > LargestSample)
                throw new HaystackException($"{where} is longer than {LargestSample >> 20} MiB");
            using var content = entry.Open();
            using var text = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                // What the directory says of a length need not be so.
                if (text.Length + read > LargestSample)
                    throw new HaystackException($"{where} is longer than {LargestSample >> 20} MiB");
                text.Write(buffer, 0, read);
            }

            using var sample = JsonText.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
            return InspectLog.Sample(sample.RootElement, path);
        }
        catch (UnknownShapeException e)
        {
            throw new HaystackException($"{where}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{where} is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is InvalidDataException or IOException or NotSupportedException or ArgumentException or IndexOutOfRangeException or OverflowException;

    private static HaystackException Damaged(string path, Exception e) =>
        new($"{path} is an archive that cannot be read: {e.Message.ReplaceLineEndings(" ")} (`inspect log dump {Path.GetFileName(path)} > log.json` makes JSON of inspect_ai's .eval)", e);
}
