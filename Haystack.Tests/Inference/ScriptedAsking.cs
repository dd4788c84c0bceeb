using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Asks a <see cref="ScriptedServer"/> once, in either protocol.</summary>
internal static class ScriptedAsking
{
    public static Task<ModelResponse> OpenAiAsync(ScriptedReply reply, int output = 256) => OpenAiAsync((_, _) => reply, output);

    public static async Task<ModelResponse> OpenAiAsync(Func<int, System.Text.Json.JsonElement, ScriptedReply> reply, int output = 256, string suffix = "/v1")
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = reply;
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.Root + suffix) with { Limits = Limits });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: output), TestContext.Current.CancellationToken);
    }

    public static async Task<ModelResponse> OllamaAsync(ScriptedReply reply, int output = 256)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = (_, _) => reply;
        using var server = new OllamaServer(TestRequest.Options(fake.Root) with { Limits = Limits });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: output), TestContext.Current.CancellationToken);
    }

    private static CallLimits Limits => new() { Stall = TimeSpan.FromSeconds(1) };
}
