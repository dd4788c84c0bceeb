using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Haystack.Inference.OpenAi;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>The routes of llama-server and vLLM that count without generating.</summary>
internal sealed partial class FakeOpenAiCounting(FakeOpenAiOptions options, FakeModel model)
{
    /// <summary>What all the messages say.</summary>
    public static string Prompt(JsonElement body) => string.Concat(body.GetProperty("messages").EnumerateArray().Select(m => Text(m.GetProperty("content"))));

    /// <summary>The messages with a template around them. One that heeds how much to think writes another first token, and as many.</summary>
    public string Templated(JsonElement body)
    {
        var think = options.TemplateThinks && body.TryGetProperty("chat_template_kwargs", out var asked) ? asked.GetRawText() : "";
        return $"<|{think}|>{string.Concat(Enumerable.Repeat("<||>", model.ControlTokens + options.TemplateAdds - 1))}{model.RolePrefix}{Prompt(body)}";
    }

    /// <summary>An answer of <c>/tokenize</c>.</summary>
    public JsonObject Tokenize(JsonElement body)
    {
        var vllm = options.Flavor == OpenAiFlavor.Vllm;
        var chat = body.TryGetProperty("messages", out _);
        var text = chat ? Templated(body) : body.GetProperty(vllm ? "prompt" : "content").GetString()!;
        var special = chat || (body.TryGetProperty("parse_special", out var parse) && parse.GetBoolean());
        var control = special ? Control().Matches(text).Select(m => string.Concat(m.Value.Select(c => (int)c)).Length) : [];
        var plain = special ? Control().Replace(text, "") : text;
        var ids = new JsonArray([.. control.Concat(model.Tokenizer.Encode(plain).Select(t => t.Id)).Select(id => (JsonNode)id)]);
        return vllm ? new JsonObject { ["count"] = ids.Count, ["tokens"] = ids } : new JsonObject { ["tokens"] = ids };
    }

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(p => p.GetProperty("text").GetString()));

    // A control token, as a template writes it and a tokenizer reads it where it is told to.
    [GeneratedRegex(@"<\|[^|]*\|>", RegexOptions.CultureInvariant)]
    private static partial Regex Control();
}
