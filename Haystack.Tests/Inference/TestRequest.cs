using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Tests.Inference.Fakes;
using Microsoft.Extensions.AI;

namespace Haystack.Tests.Inference;

/// <summary>What the tests of this folder ask with.</summary>
internal static class TestRequest
{
    /// <summary>Retries that do not make a test wait.</summary>
    public static readonly RetryLimits Quick = new()
    {
        Retries = 2,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        MaxDelay = TimeSpan.FromMilliseconds(20),
        BreakDuration = TimeSpan.FromMilliseconds(500),
    };

    public static AskOptions Budget(int numCtx = 8192, int output = 256, double seconds = 20) => new()
    {
        NumCtx = numCtx,
        MaxOutputTokens = output,
        Timeout = TimeSpan.FromSeconds(seconds),
        Seed = new Seed(7),
    };

    public static ModelServerOptions Options(string? endpoint = null, string? baseUrl = null) => new()
    {
        Endpoint = endpoint,
        BaseUrl = baseUrl,
        DefaultTokenizer = () => new PieceTokenizer("default"),
        OllamaTokenizer = (source, show) => show.GetProperty("model_info").TryGetProperty("tokenizer.ggml.tokens", out _)
            ? new PieceTokenizer("own")
            : throw new HaystackException("the model has no vocabulary"),
        CreateReader = (_, name, _, _) => new EchoClient(name),
        Retry = Quick,
    };

    public static IReadOnlyList<ChatMessage> Prompt(string text) => [new ChatMessage(ChatRole.User, text)];
}
