using System.Text.Json;

namespace Haystack.DataSets;

/// <summary>Answers obtained elsewhere, by question: JSON lines, an OpenAI Batch output file, lm_eval's samples, or an inspect_ai log in JSON.</summary>
internal static class AnswerFile
{
    /// <summary>The most bytes of an inspect log, which can only be read whole.</summary>
    private const long LargestLog = 1L << 30;

    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    /// <summary>Reads the answers of a file, whichever of these it is.</summary>
    /// <exception cref="HaystackException">It is none of them, or answers a question twice.</exception>
    public static IReadOnlyDictionary<string, GivenAnswer> Read(string path)
    {
        var answers = new Dictionary<string, GivenAnswer>(StringComparer.Ordinal);
        foreach (var (number, line) in BoundedLines.Read(path))
        {
            if (number == 1 && line.Span.StartsWith(ZipMagic))
                throw new HaystackException($"{path} is a packed log: `inspect log dump {Path.GetFileName(path)} > log.json` makes JSON of inspect_ai's .eval");
            JsonDocument parsed;
            try
            {
                parsed = JsonDocument.Parse(line);
            }
            catch (JsonException) when (number == 1)
            {
                // A log is written over many lines; each of the others has an object a line.
                return ReadLog(path);
            }
            catch (JsonException e)
            {
                throw new HaystackException($"{path}: line {number} is not JSON: {e.Message}", e);
            }

            using (parsed)
            {
                var item = parsed.RootElement;
                if (number == 1 && InspectLog.IsLog(item))
                    return Add(answers, InspectLog.Answers(item, path), path);
                Add(answers, [Parse(item) ?? throw new HaystackException($"{path}: line {number} is no answer: {{\"id\", \"answer\" or \"response\"}} a line of a Batch output file, or a sample of lm_eval")], path);
            }
        }

        return answers;
    }

    private static Dictionary<string, GivenAnswer> ReadLog(string path)
    {
        using var file = InputFile.Open(path, LargestLog);
        try
        {
            using var log = JsonDocument.Parse(file);
            if (!InspectLog.IsLog(log.RootElement))
                throw new HaystackException($"{path} has no answers: it is not JSON lines, and no inspect log either (eval, samples)");
            return Add(new Dictionary<string, GivenAnswer>(StringComparer.Ordinal), InspectLog.Answers(log.RootElement, path), path);
        }
        catch (JsonException e)
        {
            throw new HaystackException($"{path} is not JSON: {e.Message}", e);
        }
    }

    private static (string Id, GivenAnswer Answer)? Parse(JsonElement line)
    {
        if (JsonFields.Text(line, "custom_id") is { } batchId)
            return (batchId, BatchOutput.Answer(line));
        if (JsonFields.Get(line, "resps") is not null)
            return LmEvalSample.Answer(line);
        if (JsonFields.Text(line, "id") is { } id && (JsonFields.Text(line, "response") ?? JsonFields.Text(line, "answer")) is { } reply)
            return (id, new GivenAnswer(reply, JsonFields.Text(line, "thinking") ?? ""));
        return null;
    }

    private static Dictionary<string, GivenAnswer> Add(Dictionary<string, GivenAnswer> answers, IEnumerable<(string Id, GivenAnswer Answer)> more, string path)
    {
        foreach (var (id, answer) in more)
        {
            if (!answers.TryAdd(id, answer))
                throw new HaystackException($"{path} answers {id} twice");
        }

        return answers;
    }
}
