using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Asks over a real socket, once.</summary>
internal static class WireAsking
{
    /// <summary>What a question comes to at a server with a fault.</summary>
    public static async Task<ModelResponse> WithAsync(Func<FakeRequest, FakeFault?> fault, double seconds = 20, double stallSeconds = 20)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "It was far away. Answer: Vel", Fault = fault });
        var limits = new CallLimits { Stall = TimeSpan.FromSeconds(stallSeconds) };
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Limits = limits });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(seconds: seconds), TestContext.Current.CancellationToken);
    }

    /// <summary>What a question comes to at a server.</summary>
    public static async Task<ModelResponse> OfAsync(FakeOllama fake, int numCtx, double seconds, string prompt = "Where is it?")
    {
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(TestRequest.Prompt(prompt), TestRequest.Budget(numCtx, output: 1000, seconds: seconds), TestContext.Current.CancellationToken);
    }

    /// <summary>What one question comes to.</summary>
    public static Task<ModelResponse> OnceAsync(IModelConnection model) =>
        model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
}
