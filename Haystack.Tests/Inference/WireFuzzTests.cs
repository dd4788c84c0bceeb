using System.Diagnostics;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Replies with fields dropped, types changed, lines cut, added and broken, over a real socket: none becomes another answer than its plain text is, and none takes a gigabyte or ten seconds. Runs alone: what a reply costs is that of the process.</summary>
[Collection(AloneTests.Name)]
public sealed class WireFuzzTests
{
    [Theory]
    [InlineData(1, 400)]
    public Task No_reply_becomes_an_answer_that_its_text_is_not(int first, int count) => CheckAsync(first, count);

    [Theory]
    [InlineData(10_000, 20_000)]
    [Trait("Category", "Slow")]
    public Task Not_one_in_20_000(int first, int count) => CheckAsync(first, count);

    private static async Task CheckAsync(int first, int count)
    {
        await using var fake = await ScriptedServer.StartAsync();
        using var openAi = new OpenAiServer(TestRequest.Options(baseUrl: $"{fake.Root}/v1"));
        using var ollama = new OllamaServer(TestRequest.Options(fake.Root));
        await using var model = await openAi.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        await using var other = await ollama.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var answers = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            var (isOllama, isHarmless) = (seed % 2 == 0, seed % 3 == 0);
            var (text, body) = WireFuzz.Make(seed, isOllama, isHarmless);
            fake.Reply = (_, _) => new ScriptedReply(body, isOllama ? "application/x-ndjson" : "text/event-stream");
            // The clock runs on while others have the processor: what is slow by the clock alone is asked again, and what a reply costs it costs each time.
            var (response, isSlow) = await AskAsync(isOllama ? other : model, seed);
            for (var again = 0; isSlow && again < 2; again++)
                (response, isSlow) = await AskAsync(isOllama ? other : model, seed);
            isSlow.Should().BeFalse($"seed {seed} took ten seconds each time");
            var (scored, plain) = (Score(response), Score(new ModelResponse { Content = text, Stop = StopCause.Finished, PromptTokens = 40, OutputTokens = 9 }));
            if (isHarmless)
                response.Content.Should().Be(text, $"seed {seed} is harmless ({response.Fault}):\n{body}");
            if (isHarmless || scored.Outcome.IsAnswer())
                (scored.Outcome, scored.Answer).Should().Be((plain.Outcome, plain.Answer), $"seed {seed}: \"{text}\" was read as \"{response.Content}\" of\n{body}");
            answers += scored.Outcome.IsAnswer() ? 1 : 0;
        }

        answers.Should().BeGreaterThan(count / 3).And.BeLessThan(count * 19 / 20, "many are broken beyond reading, and many are not");
    }

    private static async Task<(ModelResponse Response, bool IsSlow)> AskAsync(IModelConnection model, int seed)
    {
        var (allocated, time, begun) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        Score(response);
        (GC.GetTotalAllocatedBytes() - allocated).Should().BeLessThan(1L << 30, $"seed {seed}");
        (Environment.CpuUsage.TotalTime - time).Should().BeLessThan(TimeSpan.FromSeconds(10), $"seed {seed}");
        return (response, Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(10));
    }

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
