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
    public static IReadOnlyDictionary<string, GivenAnswer> Read(string path) => Read([path]).Answers;

    /// <summary>Reads the answers of several files: what failed in one may have come in another.</summary>
    /// <exception cref="HaystackException">One is none of them, or two answer a question.</exception>
    public static AnswerSet Read(IReadOnlyList<string> paths)
    {
        var answers = new AnswerSet();
        foreach (var path in paths)
            Read(answers, path);
        return answers;
    }

    private static void Read(AnswerSet answers, string path)
    {
        answers.Begin(path);
        foreach (var (number, line) in BoundedLines.Read(path))
        {
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
            using var whole = JsonText.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
            if (!InspectLog.IsLog(whole.RootElement) && whole.RootElement.ValueKind != JsonValueKind.Array)
                throw new HaystackException($"{path} has no answers: it is not JSON lines, and no inspect log either (eval, samples)");
            Read(answers, whole.RootElement, path, "the file", isFirst: true);
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{path} is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
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
            else
            {
                var (id, answer) = AnswerLine.Read(item);
                answers.Add(id, answer, isFiltered: LmEvalSample.Is(item));
            }
        }
        catch (UnknownShapeException e)
        {
            throw new HaystackException($"{path}: {where} is no answer: {e.Message}", e);
        }
    }
}
