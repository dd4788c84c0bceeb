using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Ways in which servers write the reply "Far away. Answer: Vel" (12 tokens of a prompt of 40), all of them right.</summary>
internal static class WireShapes
{
    private const string Usage = "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12,\"total_tokens\":52}";

    /// <summary>Name, body, type of the body: OpenAI's protocol, and what gateways make of others'.</summary>
    public static TheoryData<string, string, string> OpenAi
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            void Add(string name, string body, string type = "text/event-stream") => rows.Add(name, body, type);
            Add("plain", Stream());
            foreach (var reason in new[] { "eos", "eos_token", "end_turn", "stop_sequence", "STOP", "function_call", "COMPLETE", "completed", "stop_token", "im_end", "<|im_end|>", "normal", "done", "matched_stop" })
                Add($"finish {reason}", Stream(finish: $"\"{reason}\""));
            foreach (var finish in new[] { "0.5", "1", "true", "{\"type\":\"stop\"}", "[\"stop\"]" })
                Add($"finish as {finish}", Stream(finish: finish));
            Add("finish empty on every chunk", Stream(open: "\"\"", finish: "\"stop\""));
            Add("finish empty to the end", Stream(open: "\"\"", finish: "\"\""));
            Add("finish null as a word", Stream(open: "\"null\""));
            Add("no finish, but DONE", Stream(finish: "null"));
            foreach (var created in new[] { "", "\"created\":null,", "\"created\":\"yesterday\",", "\"created\":1723400000.25,", "\"created\":1723400000123,", "\"created\":99999999999999999999,", "\"created\":{},", "\"created\":-1," })
                Add($"created {created}", Stream(head: created));
            foreach (var head in new[] { "\"index\":\"0\",", "\"model\":null,", "\"model\":7,", "\"id\":12,", "\"object\":null,", "\"object\":\"\",", "\"system_fingerprint\":{},", "\"provider\":\"x\",\"obfuscation\":\"abc\",", "\"service_tier\":[]," })
                Add($"head {head}", Stream(head: head));
            Add("choices null", $"data: {{\"choices\":null}}\n\n{Stream(usage: false)}data: {{\"choices\":null,{Usage}}}\n\n".Replace("data: [DONE]\n\n", "", StringComparison.Ordinal) + "data: [DONE]\n\n");
            Add("choices an object", Stream().Replace("\"choices\":[{", "\"choices\":{", StringComparison.Ordinal).Replace("}]", "}", StringComparison.Ordinal));
            foreach (var index in new[] { "\"0\"", "0.0", "null", "-1", "[]" })
                Add($"index {index}", Stream(choice: $"\"index\":{index},"));
            foreach (var role in new[] { "\"\"", "\"model\"", "\"bot\"", "null", "3", "\"tool\"" })
                Add($"role {role}", Stream(delta: $"\"role\":{role},"));
            Add("content as parts", Stream(text: t => $"\"content\":[{{\"type\":\"text\",\"text\":{t}}}]"));
            Add("content as nested text", Stream(text: t => $"\"content\":[{{\"type\":\"output_text\",\"text\":{{\"value\":{t}}}}}]"));
            Add("content as an object", Stream(text: t => $"\"content\":{{\"type\":\"text\",\"text\":{t}}}"));
            Add("content as texts", Stream(text: t => $"\"content\":[{t}]"));
            Add("text for content", Stream(text: t => $"\"text\":{t}"));
            Add("null tools beside", Stream(text: t => $"\"content\":{t},\"tool_calls\":[],\"function_call\":null,\"refusal\":null,\"audio\":null,\"annotations\":[]"));
            Add("empty function call", Stream(text: t => $"\"content\":{t},\"function_call\":{{\"name\":\"\",\"arguments\":\"\"}}"));
            Add("message for delta", Stream(delta: "").Replace("\"delta\"", "\"message\"", StringComparison.Ordinal));
            Add("message cumulative", Cumulative());
            Add("delta null, message", Stream().Replace("\"delta\":", "\"delta\":null,\"message\":", StringComparison.Ordinal));
            Add("recap at the end", Stream(finish: "\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Far away. Answer: Vel\"}"));
            Add("completion's text", Stream().Replace("\"delta\":{\"content\":", "\"text\":", StringComparison.Ordinal).Replace("\"},\"finish", "\",\"finish", StringComparison.Ordinal).Replace("\"delta\":{},", "", StringComparison.Ordinal));
            Add("empty data", Stream().Replace("\n\n", "\n\ndata:\n\ndata: \n\n", StringComparison.Ordinal));
            Add("data null", Stream().Replace("\n\n", "\n\ndata: null\n\n", StringComparison.Ordinal));
            Add("comments", Stream().Replace("\n\n", "\n\n: keep-alive\n\n:\n", StringComparison.Ordinal));
            Add("comments in data", Stream().Replace("\n\n", "\n\ndata: : OPENROUTER PROCESSING\n\n", StringComparison.Ordinal));
            Add("words in data", Stream().Replace("\n\n", "\n\ndata: ping\n\n", StringComparison.Ordinal));
            Add("ids and names", Stream().Replace("data: {", "id: 7\nevent: chunk\nretry: 1000\ndata: {", StringComparison.Ordinal));
            Add("pings", Stream().Replace("\n\n", "\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n", StringComparison.Ordinal));
            Add("CRLF", Stream().ReplaceLineEndings("\r\n"));
            Add("CR", Stream().ReplaceLineEndings("\r"));
            Add("no blank lines", Stream().Replace("\n\n", "\n", StringComparison.Ordinal));
            Add("no space", Stream().Replace("data: ", "data:", StringComparison.Ordinal));
            Add("byte order mark", "\uFEFF" + Stream());
            Add("data over lines", Stream().Replace(",\"choices\"", ",\ndata: \"choices\"", StringComparison.Ordinal).Replace("{\"choices\"", "{\ndata: \"choices\"", StringComparison.Ordinal));
            Add("data within data", Stream().Replace("data: ", "data: data: ", StringComparison.Ordinal));
            foreach (var done in new[] { "[done]", " [DONE] ", "DONE", "\"[DONE]\"", "<DONE>" })
                Add($"end {done}", Stream().Replace("[DONE]", done, StringComparison.Ordinal));
            Add("no end mark", Stream().Replace("data: [DONE]\n\n", "", StringComparison.Ordinal));
            Add("end without line break", Stream().TrimEnd());
            Add("unknown fields", Stream().Replace("data: {", "color: red\n\ndata: {", StringComparison.Ordinal));
            Add("lines of JSON", Stream().Replace("data: [DONE]", "", StringComparison.Ordinal).Replace("data: ", "", StringComparison.Ordinal).Replace("\n\n", "\n", StringComparison.Ordinal), "application/x-ndjson");
            Add("an array of chunks", "[" + Stream().Replace("data: [DONE]\n\n", "", StringComparison.Ordinal).Replace("data: ", "", StringComparison.Ordinal).Replace("\n\n", "\n,", StringComparison.Ordinal).TrimEnd(',') + "]", "application/json");
            Add("chunks without break", Stream().Replace("data: [DONE]\n\n", "", StringComparison.Ordinal).Replace("data: ", "", StringComparison.Ordinal).Replace("\n\n", "", StringComparison.Ordinal), "application/json");
            Add("NaN and None", Stream(choice: "\"logprobs\":NaN,\"token_ids\":None,\"ok\":True,"));
            Add("raw tab", Stream(choice: "\"note\":\"a\tb\","));
            Add("half surrogates elsewhere", Stream(choice: "\"note\":\"\\ud83d\","));
            Add("error null", Stream(head: "\"error\":null,"));
            Add("error none", Stream(head: "\"error\":\"\",\"errors\":[],"));
            Add("whole", Whole("\"content\":\"Far away. Answer: Vel\""), "application/json");
            Add("whole over lines", Whole("\"content\":\"Far away. Answer: Vel\"").Replace(",", ",\n  ", StringComparison.Ordinal), "application/json; charset=utf-8");
            Add("whole in an event", $"data: {Whole("\"content\":\"Far away. Answer: Vel\"")}\n\n");
            Add("whole, no finish", $"{{\"choices\":[{{\"message\":{{\"content\":\"Far away. Answer: Vel\"}}}}],{Usage}}}", "application/json");
            Add("whole, parts", Whole("\"content\":[{\"type\":\"text\",\"text\":\"Far away. \"},{\"type\":\"text\",\"text\":\"Answer: Vel\"}]"), "application/json");
            Add("wrapped", $"{{\"code\":0,\"data\":{Whole("\"content\":\"Far away. Answer: Vel\"")}}}", "application/json");
            AddUsages(Add);
            AddOthers(Add);
            return rows;
        }
    }

    /// <summary>Name and body: Ollama's protocol.</summary>
    public static TheoryData<string, string> Ollama => new()
    {
        { "plain", Lines() },
        { "null durations", Lines(end: "\"total_duration\":null,\"load_duration\":null,\"prompt_eval_duration\":null,\"eval_duration\":null,") },
        { "durations as texts", Lines(end: "\"total_duration\":\"1s\",\"eval_duration\":\"12.5ms\",") },
        { "counts as texts", Lines(counts: "\"prompt_eval_count\":\"40\",\"eval_count\":\"12\"") },
        { "counts as fractions", Lines(counts: "\"prompt_eval_count\":40.0,\"eval_count\":12.0") },
        { "created as a number", Lines(head: "\"created_at\":1723400000,") },
        { "created null", Lines(head: "\"created_at\":null,") },
        { "created as words", Lines(head: "\"created_at\":\"now\",") },
        { "model null", Lines(head: "\"model\":null,") },
        { "message null at the end", Lines(last: "\"message\":null,") },
        { "no message at the end", Lines(last: "") },
        { "reason unknown", Lines(reason: "\"eos_token\"") },
        { "reason empty", Lines(reason: "\"\"") },
        { "done as a text", Lines().Replace("\"done\":true", "\"done\":\"true\"", StringComparison.Ordinal) },
        { "spaces", Lines().Replace("\":{", "\" : {", StringComparison.Ordinal).Replace("\"done\":", " \"done\" : ", StringComparison.Ordinal) },
        { "CRLF", Lines().ReplaceLineEndings("\r\n") },
        { "blank lines", Lines().Replace("\n", "\n\n", StringComparison.Ordinal) },
        { "as events", string.Concat(Lines().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"data: {l}\n\n")) },
        { "content as parts", Lines().Replace("\"content\":\"Far\"", "\"content\":[{\"type\":\"text\",\"text\":\"Far\"}]", StringComparison.Ordinal) },
        { "role empty", Lines(role: "\"\"") },
        { "role null", Lines(role: "null") },
        { "tool calls null", Lines().Replace("\"role\"", "\"tool_calls\":null,\"images\":[],\"role\"", StringComparison.Ordinal) },
        { "response for message", Lines().Replace("\"message\":{\"role\":\"assistant\",\"content\":", "\"response\":", StringComparison.Ordinal).Replace("\"},\"done\"", "\",\"done\"", StringComparison.Ordinal) },
        { "one answer", "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Far away. Answer: Vel\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":40,\"eval_count\":12}" },
        { "OpenAI's chunks", Stream() },
    };

    private static void AddUsages(Action<string, string, string> add)
    {
        foreach (var usage in new[]
        {
            "\"usage\":{\"prompt_tokens\":\"40\",\"completion_tokens\":\"12\"}",
            "\"usage\":{\"prompt_tokens\":40.0,\"completion_tokens\":12.0}",
            "\"usage\":{\"input_tokens\":40,\"output_tokens\":12}",
            "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":25,\"cache_creation_input_tokens\":5,\"output_tokens\":12}",
            "\"usage\":{\"completion_tokens\":12,\"total_tokens\":52}",
            "\"usageMetadata\":{\"promptTokenCount\":40,\"candidatesTokenCount\":12,\"totalTokenCount\":52}",
            "\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}}",
            "\"prompt_eval_count\":40,\"eval_count\":12",
            "\"timings\":{\"cache_n\":30,\"prompt_n\":10,\"predicted_n\":12}",
            "\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":40,\"outputTokenCount\":12}",
            "\"meta\":{\"tokens\":{\"input_tokens\":40,\"output_tokens\":12}}",
            "\"usage\":{\"tokens\":{\"input_tokens\":40,\"output_tokens\":12}}",
        })
        {
            var end = $"data: {{\"choices\":[],{usage}}}\n\ndata: [DONE]\n\n";
            add($"usage {usage}", Stream(usage: false).Replace("data: [DONE]\n\n", end, StringComparison.Ordinal), "text/event-stream");
        }

        add("usage in every chunk", Stream(head: $"{Usage},", usage: false), "text/event-stream");
        add("usage in the choice", Stream(choice: $"{Usage},", usage: false), "text/event-stream");
        add("usage with the finish", Stream(usage: false).Replace("\"choices\":[{\"delta\":{},", $"{Usage},\"choices\":[{{\"delta\":{{}},", StringComparison.Ordinal), "text/event-stream");
        add("usage, then zeros", Stream().Replace("data: [DONE]", "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}\n\ndata: [DONE]", StringComparison.Ordinal), "text/event-stream");
        add("zeros, then usage", Stream(head: "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0},"), "text/event-stream");
        add("usage null", Stream(head: "\"usage\":null,"), "text/event-stream");
        add("usage twice", Stream().Replace("data: [DONE]", $"data: {{\"choices\":[],{Usage}}}\n\ndata: [DONE]", StringComparison.Ordinal), "text/event-stream");
    }

    private static void AddOthers(Action<string, string, string> add)
    {
        add("Anthropic's events",
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"role\":\"assistant\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":15,\"cache_read_input_tokens\":25,\"output_tokens\":1}}}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Far away. \"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Answer: Vel\"}}\n\nevent: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
            + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":12}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", "text/event-stream");
        add("Anthropic's message", "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Far away. Answer: Vel\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":40,\"output_tokens\":12}}", "application/json");
        add("the Responses API's events",
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"output\":[],\"error\":null}}\n\n"
            + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Far away. \"}\n\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Answer: Vel\"}\n\ndata: {\"type\":\"response.output_text.done\",\"text\":\"Far away. Answer: Vel\"}\n\n"
            + "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Far away. Answer: Vel\"}]}],\"usage\":{\"input_tokens\":40,\"output_tokens\":12}}}\n\n", "text/event-stream");
        add("a whole response", "{\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Far away. Answer: Vel\"}]}],\"usage\":{\"input_tokens\":40,\"output_tokens\":12}}", "application/json");
        add("Google's candidates", "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Far away. \"}],\"role\":\"model\"}}]},\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Answer: Vel\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":40,\"candidatesTokenCount\":12}}]", "application/json");
        add("Cohere's events", "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"Far away. Answer: Vel\"}}}}\n\nevent: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":{\"input_tokens\":40,\"output_tokens\":12}}}}\n\n", "text/event-stream");
        add("Ollama's lines", Lines(), "application/x-ndjson");
    }

    private static string Stream(string head = "", string choice = "", string delta = "", string open = "null", string finish = "\"stop\"", bool usage = true, Func<string, string>? text = null)
    {
        string Chunk(string inner, string reason) => $"data: {{{head}\"choices\":[{{{choice}\"delta\":{{{inner}}},\"finish_reason\":{reason}}}]}}\n\n";
        string Text(string t) => Chunk($"{delta}{(text ?? (x => $"\"content\":{x}"))($"\"{t}\"")}", open);
        return Text("Far") + Text(" away") + Text(". ") + Text("Answer") + Text(": Vel") + Chunk("", finish) + (usage ? $"data: {{\"choices\":[],{Usage}}}\n\n" : "") + "data: [DONE]\n\n";
    }

    private static string Cumulative()
    {
        string[] texts = ["Far", "Far away", "Far away. ", "Far away. Answer", "Far away. Answer: Vel"];
        return string.Concat(texts.Select(t => $"data: {{\"choices\":[{{\"message\":{{\"content\":\"{t}\"}},\"finish_reason\":null}}]}}\n\n"))
            + $"data: {{\"choices\":[{{\"message\":{{\"content\":\"Far away. Answer: Vel\"}},\"finish_reason\":\"stop\"}}],{Usage}}}\n\ndata: [DONE]\n\n";
    }

    private static string Whole(string content) =>
        $"{{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",{content}}},\"finish_reason\":\"stop\"}}],{Usage}}}";

    private static string Lines(string head = "", string end = "", string counts = "\"prompt_eval_count\":40,\"eval_count\":12", string last = "\"message\":{\"role\":\"assistant\",\"content\":\"\"},", string reason = "\"stop\"", string role = "\"assistant\"")
    {
        string Text(string t) => $"{{{head}\"message\":{{\"role\":{role},\"content\":\"{t}\"}},\"done\":false}}\n";
        return Text("Far") + Text(" away") + Text(". ") + Text("Answer") + Text(": Vel") + $"{{{head}{last}\"done\":true,\"done_reason\":{reason},{end}{counts}}}\n";
    }
}
