using System.Text.Json;
using Haystack.DataSets.Intake;

namespace Haystack.DataSets;

/// <summary>Answers obtained elsewhere, by question: JSON lines, a batch service's output, lm_eval's samples, or an inspect_ai log, packed or in JSON.</summary>
internal static class AnswerFile
{
    /// <summary>The most bytes of JSON that can only be read whole.</summary>
    private const long LargestLog = 1L << 30;

    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    /// <summary>Reads the answers of a file, whichever of these it is.</summary>
    /// <exception cref="HaystackException">It is none of them, or answers a question twice.</exception>
    public static IReadOnlyDictionary<string, GivenAnswer> Read(string path) => Read([path], known: null).Answers;

    /// <summary>Reads the answers of several files: what failed in one may have come in another.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="known">Whether a text is a question's id; null where the questions are not known.</param>
    /// <exception cref="HaystackException">One is none of them, or two answer a question.</exception>
    public static AnswerSet Read(IReadOnlyList<string> paths, Func<string, bool>? known)
    {
        var answers = new AnswerSet(known);
        foreach (var path in paths)
            Read(answers, path);
        return answers;
    }

    private static void Read(AnswerSet answers, string path)
    {
        answers.Begin(path);
        foreach (var (number, line) in BoundedLines.Read(path))
        {
            if (number == 1 && PackedAs(line.Span) is { } packed)
                throw new HaystackException($"{path} is {packed}");
            if (number == 1 && line.Span.StartsWith(ZipMagic))
            {
                using var archive = BoundedLines.Open(path);
                foreach (var (id, answer) in InspectArchive.Answers(archive, path))
                    answers.Add(id, answer);
                return;
            }

            JsonDocument parsed;
            try
            {
                parsed = JsonText.Parse(line);
            }
            catch (JsonException) when (number == 1)
            {
                // A log is written over many lines; each of the others has an object a line.
                ReadWhole(answers, path);
                return;
            }
            catch (JsonException e)
            {
                throw new HaystackException($"{path}: line {number} is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
            }

            using (parsed)
                Read(answers, parsed.RootElement, path, $"line {number}", number == 1);
        }
    }

    private static void ReadWhole(AnswerSet answers, string path)
    {
        using var file = BoundedLines.Open(path);
        if (file.Length > LargestLog)
            throw new HaystackException($"{path} is longer than 1 GiB and not JSON lines; split it");
        try
        {
            using var text = new MemoryStream();
            SeekableFile.AsUtf8(file).CopyTo(text);
            var index = 0;
            // One value over many lines, or one after the other.
            foreach (var value in JsonText.ParseAll(text.GetBuffer().AsMemory(0, (int)text.Length)))
            {
                using (value)
                    Read(answers, value.RootElement, path, ++index == 1 ? "the file" : $"value {index}", index == 1);
            }
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{path} is not JSON (a line a question, a list, or a log of inspect_ai): {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (IOException e)
        {
            throw new HaystackException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static void Read(AnswerSet answers, JsonElement item, string path, string where, bool isFirst)
    {
        try
        {
            if (isFirst && InspectLog.IsLog(item))
            {
                foreach (var (id, answer) in InspectLog.Answers(item, path))
                    answers.Add(id, answer);
            }
            else if (isFirst && item.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                foreach (var one in item.EnumerateArray())
                    Read(answers, one, path, $"item {++index}", isFirst: false);
            }
            else if (item.ValueKind == JsonValueKind.Null)
                answers.PassOver();
            else if (AnswerList.Of(item, answers.Known) is { } list)
                Read(answers, list, path, where, isFirst: true);
            else if (AnswerList.ById(item, answers.Known) is { } byId)
            {
                foreach (var (id, answer) in byId)
                    answers.Add(id, answer);
            }
            else
            {
                var (id, answer) = AnswerLine.Read(item, answers.Known);
                answers.Add(id, answer, isFiltered: LmEvalSample.Is(item));
            }
        }
        catch (UnknownShapeException e)
        {
            throw new HaystackException($"{path}: {where} is no answer: {e.Message}", e);
        }
    }

    /// <summary>Formats in which answers come, and which another program unpacks; null for none of them.</summary>
    private static string? PackedAs(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => "packed with gzip: unpack it (`gunzip -k FILE`)",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "packed with Zstandard: unpack it (`zstd -d FILE`)",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "Parquet: write it as JSON lines (in Python: `pandas.read_parquet(FILE).to_json(OUT, orient='records', lines=True)`)",
        _ => null,
    };
}
