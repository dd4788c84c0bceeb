using FluentAssertions;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What a call may spend, and how fast a server is before anything is spent.</summary>
public sealed class SweepBudgetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sweep_ends_at_its_tokens_and_the_same_call_goes_on_to_the_end_without_asking_twice()
    {
        var options = new SweepOptions { Models = ["builtin/oracle"], Contexts = [2048], Documents = 4, Parallel = 1, Cache = CacheMode.On, OutputDirectory = _folder["run"] };
        var calls = new List<SweepFinished>();
        do
            calls.Add(await RunAsync(options with { TokenBudget = 60_000 }));
        while (calls[^1].End == SweepEnd.Stopped && calls.Count < 20);

        calls.Should().HaveCountGreaterThan(2);
        calls[^1].End.Should().Be(SweepEnd.Complete);
        calls[0].Reason.Should().Be("--max-tokens 60,000 are spent; the same command goes on from here");
        // What is under way is finished: a question of some 2,000 tokens, and its reply.
        calls.SkipLast(1).Should().OnlyContain(c => c.Tokens >= 60_000 && c.Tokens < 60_000 + 2 * 2048);
        calls.Select(c => c.Finished).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        var rows = RunReader.Read(_folder["run"]).Trials;
        rows.Should().HaveCount(calls[^1].Trials).And.OnlyHaveUniqueItems(t => t.Key);
        calls.Sum(c => c.Tokens).Should().BeGreaterThanOrEqualTo(rows.Sum(t => (long)t.PromptTokensPlanned));
        (await RunAsync(options)).Should().Match<SweepFinished>(c => c.End == SweepEnd.Complete && c.Tokens == 0);
    }

    [Fact]
    public async Task A_sweep_ends_at_its_minutes_with_what_was_under_way_stored()
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { TokenDelay = TimeSpan.FromMilliseconds(20) });
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [1024], Documents = 40, Anyway = true, Tokenizer = "tiktoken:o200k_base", TimeBudget = TimeSpan.FromSeconds(1), OutputDirectory = _folder["run"] };
        var end = await RunAsync(options);
        end.End.Should().Be(SweepEnd.Stopped, end.Reason);
        end.Reason.Should().Be("--minutes 0.02 are over; the same command goes on from here");
        end.Finished.Should().BeGreaterThan(0).And.BeLessThan(end.Trials);
        RunReader.Read(_folder["run"]).Trials.Should().HaveCount(end.Finished).And.NotContain(t => t.Outcome == Haystack.Scoring.Outcome.Failed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_budget_of_nothing_is_refused(int budget)
    {
        FluentActions.Invoking(() => new SweepOptions { TokenBudget = budget }).Should().Throw<HaystackException>();
        FluentActions.Invoking(() => new SweepOptions { TimeBudget = TimeSpan.FromMinutes(budget) }).Should().Throw<HaystackException>();
    }

    [Fact]
    public void A_calibration_tells_reading_from_writing_and_leaves_loading_out()
    {
        static ModelResponse Reply(double prefill, double total, double? load = null) => new()
        {
            Content = "Answer: x",
            Stop = StopCause.Finished,
            PromptTokens = 4000,
            OutputTokens = 100,
            PrefillTime = TimeSpan.FromSeconds(prefill),
            DecodeTime = TimeSpan.FromSeconds(2),
            LoadTime = load is { } l ? TimeSpan.FromSeconds(l) : null,
            Total = TimeSpan.FromSeconds(total),
        };
        var rate = PlanCalibration.Of([(Reply(8, 16, load: 6), true), (Reply(0.1, 2.5), false), (Reply(0.1, 2.5), false)], TimeSpan.FromSeconds(21))!;
        rate.PromptTokensASecond.Should().Be(500);
        rate.SecondsAnAnswer.Should().BeApproximately((2 + 2.5 + 2.5) / 3, 1e-9);
        rate.TokensAnAnswer.Should().Be(100);
        rate.Source.Should().Be("as 3 questions one at a time measured in 21 s: 500 prompt tokens a second, 50 tokens of a reply a second, 2.3 s an answer");
        PlanCalibration.Of([], TimeSpan.Zero).Should().BeNull();
        PlanCalibration.Of([(Reply(0, 2) with { PromptTokens = null }, true)], TimeSpan.Zero).Should().BeNull("where nobody counted the prompt, nothing tells how fast it was read");
    }

    [Fact]
    public async Task A_calibration_asks_questions_of_the_plan_from_texts_of_its_own()
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { ReadingTime = TimeSpan.FromMilliseconds(1) });
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [1024, 2048], Documents = 2, Tokenizer = "tiktoken:o200k_base" };
        PlanCalibration.Texts(options, DateTimeOffset.UnixEpoch).Seed.Should().NotBe(options.Seed).And.NotBe(PlanCalibration.Texts(options, DateTimeOffset.UnixEpoch.AddSeconds(1)).Seed);
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment { Retry = Asking.Quick }, _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        var (rate, fault) = await new PlanCalibration(sweep.Options, TimeProvider.System).MeasureAsync(sweep.Models.Single(), TestContext.Current.CancellationToken);
        fault.Should().BeNull();
        rate!.PromptTokensASecond.Should().BeApproximately(1000, 50);
        server.Requests.Count(r => r.NumPredict != 1).Should().Be(6, "three questions about a document of each length");
    }

    private static async Task<SweepFinished> RunAsync(SweepOptions options)
    {
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = Asking.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
