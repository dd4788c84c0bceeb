using FluentAssertions;
using Haystack.Gates;
using Haystack.Inference.Builtin;
using Haystack.LiveGates;
using Haystack.Statistics;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.LiveGates;

/// <summary>Live gates against a server that speaks Ollama's protocol over a socket.</summary>
public sealed class OllamaGateTests : IDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_message_names_the_digest_and_a_model_that_is_not_there_is_a_skip_that_lists_what_is()
    {
        await using var server = await StartAsync(_ => null);
        var result = await Gate(server, "alpha:7b").DecideAsync(TestContext.Current.CancellationToken);
        result.Verdict.Should().Be(GateVerdict.Pass, result.Message);
        result.Message.Should().StartWith($"gate on alpha:7b ({new string('a', 64)}), context 4k, distance 1k, run ");
        var absent = await FluentActions.Awaiting(() => Gate(server, "qwq:32b").CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateSkippedException>();
        absent.WithMessage("*qwq:32b was not asked: *alpha:7b*");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Right_answers_to_prompts_that_were_cut_fail_the_gate()
    {
        // Every fifth question is read short, and the answer is right all the same.
        var asked = 0;
        await using var server = await StartAsync(r => r.NumPredict != 1 && ++asked % 5 == 0 ? new FakeFault(FakeFaultKind.TruncateSilently) : null);
        var result = await Gate(server, "alpha:7b").DecideAsync(TestContext.Current.CancellationToken);
        result.Should().Match<GateResult>(r => r.TooManyInvalid && r.Verdict == GateVerdict.Fail);
        result.Message.Should().Contain("trials are not answers, more than 5% (first: truncated");
    }

    private LiveGate Gate(FakeOllama server, string model) =>
        AccuracyGate.For(model, new SweepOptions { Endpoint = server.Endpoint }).WithContext("4k").AtDistance("1k").RequireAccuracy(0.8).StoredIn(_folder[model.Replace(':', '-')]);

    private static async Task<FakeOllama> StartAsync(Func<FakeRequest, FakeFault?> fault)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "alpha:7b", Digest = new string('a', 64), Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text,
            Fault = fault,
        });
    }
}
