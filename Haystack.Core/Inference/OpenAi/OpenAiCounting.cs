using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.Wire;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.OpenAi;

/// <summary>The routes by which a server counts without generating: llama-server's <c>/tokenize</c> and <c>/apply-template</c>, vLLM's <c>/tokenize</c>.</summary>
internal sealed class OpenAiCounting(OpenAiApi api, OpenAiSettings settings)
{
    /// <summary>Tokens of a plain text; null where the server has no route for it.</summary>
    public Task<int?> TextAsync(OpenAiFlavor flavor, string text, CancellationToken cancellationToken) => flavor switch
    {
        OpenAiFlavor.LlamaServer => TokenizeAsync(new() { ["content"] = text, ["add_special"] = false }, cancellationToken),
        OpenAiFlavor.Vllm => TokenizeAsync(new() { ["prompt"] = text, ["add_special_tokens"] = false }, cancellationToken),
        _ => Task.FromResult<int?>(null),
    };

    /// <summary>
    /// Makes sure that the chat template heeds how much to think, where the server shows what its template makes of a
    /// message: one that does not would leave every trial labelled with what was never asked for.
    /// </summary>
    /// <exception cref="HaystackException">The template makes the same of both.</exception>
    public async Task RequireThinkIsHeededAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        if (settings.Think is not { } think)
            return;
        var other = think switch { ThinkMode.On => ThinkMode.Off, ThinkMode.Off => ThinkMode.On, ThinkMode.Low => ThinkMode.High, _ => ThinkMode.Low };
        if (await TemplatedAsync(settings, cancellationToken).ConfigureAwait(false) is { } asked && asked == await TemplatedAsync(settings with { Think = other }, cancellationToken).ConfigureAwait(false))
            throw new HaystackException($"model '{spec}': its chat template makes the same of think={think.Word()} and think={other.Word()}, so it cannot be told how much to think");
    }

    /// <summary>Tokens of messages with the chat template around them, as a request of this sweep would have it; null where the server has no route for it.</summary>
    public async Task<int?> PromptAsync(OpenAiFlavor flavor, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (flavor is not (OpenAiFlavor.LlamaServer or OpenAiFlavor.Vllm))
            return null;
        var body = Body(messages, settings);
        if (flavor == OpenAiFlavor.Vllm)
            return await TokenizeAsync(body, cancellationToken).ConfigureAwait(false);
        // The chat route reads a templated prompt so: control tokens as such, and the vocabulary's own first token before it.
        return await PostAsync("apply-template", body, cancellationToken).ConfigureAwait(false) is { } answer && answer.Text("prompt") is { } prompt
            ? await TokenizeAsync(new() { ["content"] = prompt, ["add_special"] = true, ["parse_special"] = true }, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // As text, or as the tokens of it.
    private async Task<string?> TemplatedAsync(OpenAiSettings asked, CancellationToken cancellationToken)
    {
        var body = Body([new ChatMessage(ChatRole.User, "Where is it?")], asked);
        return settings.Flavor switch
        {
            OpenAiFlavor.LlamaServer => (await PostAsync("apply-template", body, cancellationToken).ConfigureAwait(false))?.Text("prompt"),
            OpenAiFlavor.Vllm => (await PostAsync("tokenize", body, cancellationToken).ConfigureAwait(false))?.Member("tokens")?.GetRawText(),
            _ => null,
        };
    }

    private static JsonObject Body(IReadOnlyList<ChatMessage> messages, OpenAiSettings asked)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(m => (JsonNode)new JsonObject { ["role"] = m.Role.Value, ["content"] = m.Text })]),
            ["add_generation_prompt"] = true,
        };
        foreach (var (name, value) in asked.TemplateMembers())
            body[name] = JsonNode.Parse(value);
        return body;
    }

    private async Task<int?> TokenizeAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (await PostAsync("tokenize", body, cancellationToken).ConfigureAwait(false) is not { } answer)
            return null;
        return answer.Integer("count") is { } count and >= 0 and <= int.MaxValue ? (int)count
            : answer.Member("tokens") is { ValueKind: JsonValueKind.Array } tokens ? tokens.GetArrayLength() : null;
    }

    // A server of several models has to be told which.
    private Task<JsonElement?> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        body["model"] = settings.Model;
        return api.PostAsync(path, body, cancellationToken);
    }
}
