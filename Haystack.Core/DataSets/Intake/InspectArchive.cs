using System.Text.Json;
using ZstdSharp;

namespace Haystack.DataSets.Intake;

/// <summary>A packed log of inspect_ai (<c>.eval</c>): a ZIP archive with one file of JSON a sample.</summary>
internal static class InspectArchive
{
    /// <summary>The most bytes of one sample: its prompt and all that was logged with it.</summary>
    private const long LargestSample = 256L << 20;

    /// <summary>The most files; a bound on what a damaged directory can claim.</summary>
    private const int MostSamples = 1_000_000;

    /// <summary>The answers of its samples, one at a time.</summary>
    /// <exception cref="HaystackException">It is no such log, or is damaged.</exception>
    public static IEnumerable<(string Id, GivenAnswer Answer)> Answers(Stream file, string path)
    {
        PackedFile[] samples = [.. Listed(file, path)
            .Where(e => e.Name.StartsWith("samples/", StringComparison.Ordinal) && e.Name.EndsWith(".json", StringComparison.Ordinal))
            .OrderBy(e => e.Name, StringComparer.Ordinal)];
        if (samples.Length == 0)
            throw new HaystackException($"{path} is an archive, but no log of inspect_ai with samples (log them: --log-samples)");
        foreach (var entry in samples)
            yield return Answer(file, entry, path);
    }

    private static List<PackedFile> Listed(Stream file, string path)
    {
        try
        {
            return PackedFiles.List(file, MostSamples);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e);
        }
    }

    private static (string Id, GivenAnswer Answer) Answer(Stream file, PackedFile entry, string path)
    {
        var where = $"{path}: {entry.Name}";
        try
        {
            if (entry.Length > LargestSample)
                throw new HaystackException($"{where} is longer than {LargestSample >> 20} MiB");
            using var content = PackedFiles.Open(file, entry);
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
        e is InvalidDataException or IOException or ZstdException or NotSupportedException or ArgumentException or IndexOutOfRangeException or OverflowException;

    private static HaystackException Damaged(string path, Exception e) =>
        new($"{path} is an archive that cannot be read: {e.Message.ReplaceLineEndings(" ")} (`inspect log dump {Path.GetFileName(path)} > log.json` makes JSON of inspect_ai's .eval)", e);
}
