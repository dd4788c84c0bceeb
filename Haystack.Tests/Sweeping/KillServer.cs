using System.Security.Cryptography;
using System.Text;
using Haystack.Inference.Builtin;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Tests.Sweeping;

/// <summary>A server whose every answer is right and yet unlike any other: an answer tells which request it is of.</summary>
internal sealed class KillServer : IAsyncDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private FakeOllama _server = null!;

    private KillServer()
    {
    }

    /// <summary>Whether questions wait for as long as their asker does.</summary>
    public bool Holds { get; set; }

    /// <summary>How long the next question is asked to wait, in seconds, before it is taken; null for not at all.</summary>
    public string? TurnsAway { get; set; }

    public string Endpoint => _server.Endpoint;

    /// <summary>How many requests there were.</summary>
    public int Count => _server.RequestCount;

    public static async Task<KillServer> StartAsync()
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        var server = new KillServer();
        server._server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Fault = server.Fault,
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = r => $"This is reply {r.Index}. {oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text}",
            TokenDelay = TimeSpan.FromMilliseconds(1),
        });
        return server;
    }

    /// <summary>The questions (no probes, and not the dry one) from request <paramref name="from"/> on: index and SHA-256 of the prompt.</summary>
    public IReadOnlyList<(int Index, string Sha256)> Questions(int from) =>
        [.. _server.Requests.Skip(from).Where(r => r.NumPredict != 1 && !r.IsDry).Select(r => (r.Index, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(r.Prompt)))))];

    private FakeFault? Fault(FakeRequest request)
    {
        if (TurnsAway is not { } wait || request.NumPredict == 1 || request.IsDry)
            return Holds ? new FakeFault(FakeFaultKind.StallBefore) : null;
        TurnsAway = null;
        return FakeFault.Http(429, "slow down", wait);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
