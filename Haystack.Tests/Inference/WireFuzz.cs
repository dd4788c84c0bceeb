using System.Text.Json;
using System.Text.Json.Nodes;

namespace Haystack.Tests.Inference;

/// <summary>Makes replies whose plain text is known and writes them with every fault of form at once.</summary>
internal static class WireFuzz
{
    private sealed class Dice(int seed)
    {
        private readonly RandomStream _stream = new Seed((ulong)seed).Derive("wire-fuzz").Stream();

        public int Next(int below) => (int)_stream.Next(below);
    }

    private static readonly string[] Texts = ["Answer: Vel", "Far away. Answer: Vel", "Answer: Brinmoor", "The text does not say.\nAnswer: not stated", "Answer: 17 Vel 1717", "I cannot tell.", "**Answer:** Vel\n", "It is Vel, or Brinmoor.\nAnswer: Brinmoor"];

    private static readonly string[] Junk =
    [
        "", ":", ": ping", "data:", "data: ", "data: null", "data: ping", "id: 1", "event: x", "retry: 5", "foo", "foo: bar", "data: {}", "data: {\"choices\":[]}", "data: {\"usage\":null}", "\t", "data: []", "{}", "data: {\"choices\":null}",
        "data: {\"choices\":[{}]}", "data: {\"object\":\"x\",\"created\":\"y\"}",
    ];

    private static readonly string[] Breaking =
    [
        "data: {", "{\"message\":", "data: {\"error\":{\"message\":\"died\"}}", "{\"error\":\"died\"}", "data: {\"choices\":[{\"delta\":{\"content\":17}}]}", "data: {\"choices\":[{\"delta\":{\"content\":true}}]}",
        "data: {\"choices\":[{\"delta\":\"x\"}]}", "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}", "<html>", "\0\u0001", "data: {\"done\":7}", "data: {\"choices\":\"x\"}", "data: {\"detail\":\"died\"}", "data: {'a':1}",
    ];

    private static readonly Func<JsonNode?>[] Others = [() => null, () => "", () => 0, () => -1, () => 1.5, () => true, () => new JsonArray(), () => new JsonObject(), () => "x", () => new JsonArray(1, "a"), () => long.MaxValue, () => 1e300];

    // What may be of any type and missing, without a change of what the reply says.
    private static readonly string[] Free = ["id", "object", "created", "model", "index", "role", "logprobs", "system_fingerprint", "created_at", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration", "service_tier"];

    /// <summary>A reply's text and its body.</summary>
    /// <param name="seed">Where its chance comes from.</param>
    /// <param name="ollama">Whether it is in Ollama's protocol.</param>
    /// <param name="harmless">Whether only what may have any form has another one.</param>
    public static (string Text, string Body) Make(int seed, bool ollama, bool harmless)
    {
        var dice = new Dice(seed);
        var text = Texts[dice.Next(Texts.Length)];
        var pieces = Pieces(text, dice);
        List<string> lines = ollama ? [] : ["data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}"];
        foreach (var piece in pieces)
            lines.Add(Line(ollama ? OllamaPiece(piece) : OpenAiPiece(piece), ollama, dice));
        lines.AddRange(ollama ? [Line(OllamaEnd(pieces.Count), ollama, dice)] : [Line(OpenAiEnd(pieces.Count), ollama, dice), "data: [DONE]"]);
        for (var i = dice.Next(5); i > 0; i--)
            lines.Insert(dice.Next(lines.Count + 1), ollama && dice.Next(2) == 0 ? "" : Junk[dice.Next(Junk.Length)]);
        if (!harmless)
            Harm(lines, dice);
        var newline = dice.Next(3) switch { 0 => "\n", 1 => "\r\n", _ => "\n\n" };
        var body = string.Join(newline, lines) + newline;
        return (text, !harmless && dice.Next(6) == 0 ? body[..dice.Next(body.Length)] : body);
    }

    private static void Harm(List<string> lines, Dice dice)
    {
        for (var i = 1 + dice.Next(2); i > 0; i--)
        {
            var at = dice.Next(lines.Count);
            // The first message with text, once that is gone, looks like one that tells the role alone: no reader can notice.
            var first = lines.FindIndex(l => l.Contains("\"content\":\"", StringComparison.Ordinal));
            switch (dice.Next(5))
            {
                case 2 or 3 when at == first:
                    break;
                case 0:
                    lines.Insert(at, Breaking[dice.Next(Breaking.Length)]);
                    break;
                case 1:
                    // A line that is missing altogether no reader can miss.
                    lines[at] = lines[at][..(lines[at].Length < 9 ? lines[at].Length : 8 + dice.Next(lines[at].Length - 8))];
                    break;
                case 2:
                    lines[at] = Changed(lines[at], dice);
                    break;
                case 3:
                    lines[at] = Typo(lines[at], dice);
                    break;
                default:
                    lines[at] += dice.Next(2) == 0 ? "}" : "\"";
                    break;
            }
        }
    }

    // One character is another, anywhere but in the reply's own text.
    private static string Typo(string line, Dice dice)
    {
        var start = line.IndexOf('{', StringComparison.Ordinal);
        var text = line.IndexOf("\"content\":\"", StringComparison.Ordinal) + "\"content\":\"".Length;
        var end = text < "\"content\":\"".Length ? -1 : line.IndexOf('"', text);
        var at = start < 0 ? -1 : start + dice.Next(line.Length - start);
        return at < 0 || (end >= 0 && at >= text && at < end) ? line : $"{line[..at]}{(char)(0x20 + dice.Next(0x5F))}{line[(at + 1)..]}";
    }

    // A field dropped, or of another type: any of them.
    private static string Changed(string line, Dice dice)
    {
        var at = line.IndexOf('{', StringComparison.Ordinal);
        if (at < 0)
            return line;
        try
        {
            var root = JsonNode.Parse(line[at..])!.AsObject();
            var objects = Objects(root).Where(o => o.Count > 0).ToList();
            if (objects.Count == 0)
                return line;
            var one = objects[dice.Next(objects.Count)];
            var name = one.ElementAt(dice.Next(one.Count)).Key;
            if (dice.Next(2) == 0)
                one.Remove(name);
            else if (Others[dice.Next(Others.Length)]() is var other && (name != "content" || other is null || other.GetValueKind() != JsonValueKind.String))
                one[name] = other;
            return line[..at] + root.ToJsonString();
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.Select(m => m.Value).SelectMany(Objects).Prepend(one),
        JsonArray many => many.SelectMany(Objects),
        _ => [],
    };

    private static string Line(JsonObject message, bool ollama, Dice dice)
    {
        foreach (var holder in Objects(message).ToList())
        {
            foreach (var name in holder.Select(m => m.Key).Where(Free.Contains).ToList())
            {
                switch (dice.Next(4))
                {
                    case 0:
                        holder.Remove(name);
                        break;
                    case 1:
                        holder[name] = Others[dice.Next(Others.Length)]();
                        break;
                }
            }
        }

        var json = message.ToJsonString();
        return ollama ? json : $"data: {json}";
    }

    private static List<string> Pieces(string text, Dice dice)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(text.Length - at, 1 + dice.Next(5));
            pieces.Add(text.Substring(at, length));
            at += length;
        }
        return pieces;
    }

    private static JsonObject OpenAiPiece(string text) => new()
    {
        ["id"] = "x",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = text }, ["logprobs"] = null, ["finish_reason"] = null }),
    };

    private static JsonObject OpenAiEnd(int tokens) => new()
    {
        ["id"] = "x",
        ["created"] = 1,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = "stop" }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 40, ["completion_tokens"] = tokens },
    };

    private static JsonObject OllamaPiece(string text) => new()
    {
        ["model"] = "m",
        ["created_at"] = "2026-01-01T00:00:00Z",
        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
        ["done"] = false,
    };

    private static JsonObject OllamaEnd(int tokens) => new()
    {
        ["model"] = "m",
        ["created_at"] = "2026-01-01T00:00:00Z",
        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "" },
        ["done"] = true,
        ["done_reason"] = "stop",
        ["total_duration"] = 5,
        ["eval_duration"] = 5,
        ["prompt_eval_count"] = 40,
        ["eval_count"] = tokens,
    };
}
