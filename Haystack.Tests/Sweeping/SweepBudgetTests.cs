using FluentAssertions;
using Haystack.Checking;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Preparing;
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
        var options = new SweepOptions { Models = ["builtin/oracle"], Contexts = [2048], Documents = 4, Parallel = 1, InFlight = 1, Cache = CacheMode.On, OutputDirectory = _folder["run"] };
        var calls = new List<SweepFinished>();
        do
            calls.Add(await RunAsync(options with { TokenBudget = 60_000 }));
        while (calls[^1].End == SweepEnd.Stopped && calls.Count < 20);

        calls.Should().HaveCountGreaterThan(2);
        calls[^1].End.Should().Be(SweepEnd.Complete);
        calls[0].Reason.Should().Be("--max-tokens 60,000 are spent; the same command goes on from here");
        // What is under way is finished: as many questions of some 2,000 tokens as there are in flight.
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
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [1024], Documents = 40, Anyway = true, Tokenizer = "tiktoken:o200k_base", TimeBudget = TimeSpan.FromSeconds(3), OutputDirectory = _folder["run"] };
        var end = await RunAsync(options);
        end.End.Should().Be(SweepEnd.Stopped, end.Reason);
        end.Reason.Should().Be("--minutes 0.05 are over; the same command goes on from here");
        end.Finished.Should().BeGreaterThan(0).And.BeLessThan(end.Trials);
        // Cold controls are questions of the sweep too.
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Concat(run.ColdTrials).Should().HaveCount(end.Finished).And.NotContain(t => t.Outcome == Haystack.Scoring.Outcome.Failed);
    }

    [Fact]
    public async Task A_calibration_of_a_server_that_is_too_slow_ends_in_its_time_and_says_so()
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { ReadingTime = TimeSpan.FromMilliseconds(20) });
        var options = new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, Contexts = [1024, 2048], Documents = 2, Tokenizer = "tiktoken:o200k_base" };
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment { Retry = PlanCalibration.Retry }, _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var (rate, fault) = await new PlanCalibration(sweep.Options, TimeProvider.System) { Most = TimeSpan.FromSeconds(4) }.MeasureAsync(sweep.Models.Single(), TestContext.Current.CancellationToken);
        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(15), "its shortest prompt alone would take twenty");
        rate.Should().BeNull();
        fault.Should().StartWith("openai/test-7b: not calibrated: no token within ");
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
        var rate = Rate([Reply(8, 16, load: 6), Reply(0.1, 2.5, isFirst: false), Reply(0.1, 2.5, isFirst: false)])!;
        rate.PromptTokensASecond.Should().Be(500);
        rate.SecondsAnAnswer.Should().BeApproximately((2 + 2.5 + 2.5) / 3, 1e-9);
        rate.TokensAnAnswer.Should().Be(100);
        rate.Source.Should().Be("as 3 questions one at a time measured in 21 s: 500 prompt tokens a second, 50 tokens of a reply a second, 2.3 s an answer");
        Rate([]).Should().BeNull();
        var uncounted = Reply(8, 16);
        Rate([uncounted with { Response = uncounted.Response with { PromptTokens = null } }])!.PromptTokensASecond.Should().Be(500, "where the server counts nothing, the plan does");
        Rate([uncounted with { Response = uncounted.Response with { PrefillTime = null } }]).Should().BeNull("nothing tells how fast it was read");
    }

    [Fact]
    public void A_reply_whose_end_was_not_seen_tells_a_speed_and_no_length()
    {
        var thinking = Reply(5, 25);
        var rate = Rate([thinking with
        {
            Response = thinking.Response with { Stop = StopCause.TimeCap, OutputTokens = 1000, DecodeTime = null, PrefillTime = null, TimeToFirstToken = TimeSpan.FromSeconds(5) },
        }])!;
        rate.PromptTokensASecond.Should().Be(800);
        // 1,000 tokens in 20 seconds are 50 a second, and 3,000 are as long as is usual.
        rate.SecondsAnAnswer.Should().BeApproximately(60, 1e-9);
        rate.TokensAnAnswer.Should().Be(3000);
        rate.Source.Should().EndWith("50 tokens of a reply a second, 60.0 s an answer (one did not end in that time: 3,000 tokens are assumed for it)");
    }

    [Fact]
    public void What_failed_counts_what_the_server_counted_and_an_answer_that_nobody_counted_what_its_tokenizer_does()
    {
        var tokenizer = new PieceTokenizer("own");
        var answer = new ModelResponse { Content = "a b c", Stop = StopCause.Finished };
        TokensSpent.By(answer, 4000, tokenizer).Should().Be(4000 + tokenizer.Count("a b c"));
        TokensSpent.By(answer with { PromptTokens = 4010, OutputTokens = 7 }, 4000, tokenizer).Should().Be(4017);
        TokensSpent.By(answer with { Content = "", Stop = StopCause.Fault }, 4000, tokenizer).Should().Be(0, "a server that was never reached read nothing");
        TokensSpent.By(answer with { Stop = StopCause.PromptRefused, PromptTokens = 4010, OutputTokens = 0 }, 4000, tokenizer).Should().Be(4010);
    }

    [Fact]
    public async Task Questions_that_failed_spend_nothing_that_the_server_did_not_count()
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = r => r.NumPredict == 1 || r.Index < 12 ? null : FakeFault.Http(500, "out of memory") });
        var end = await RunAsync(new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [1024], Documents = 4, Anyway = true, Tokenizer = "tiktoken:o200k_base", TokenBudget = 1_000_000, OutputDirectory = _folder["run"] });
        end.End.Should().Be(SweepEnd.GivenUp);
        var rows = RunReader.Read(_folder["run"]).Trials;
        rows.Should().Contain(t => t.Outcome == Haystack.Scoring.Outcome.Failed);
        end.Tokens.Should().Be(rows.Where(t => t.Outcome != Haystack.Scoring.Outcome.Failed).Sum(t => t.PromptTokensCounted!.Value + t.OutputTokens!.Value));
    }

    [Fact]
    public async Task A_calibration_asks_questions_of_the_plan_from_texts_of_its_own()
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { ReadingTime = TimeSpan.FromMilliseconds(1) });
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [1024, 2048], Documents = 2, Tokenizer = "tiktoken:o200k_base" };
        PlanCalibration.Texts(options, DateTimeOffset.UnixEpoch).Seed.Should().NotBe(options.Seed).And.NotBe(PlanCalibration.Texts(options, DateTimeOffset.UnixEpoch.AddSeconds(1)).Seed);
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment { Retry = TestRequest.Quick }, _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        var (rate, fault) = await new PlanCalibration(sweep.Options, TimeProvider.System).MeasureAsync(sweep.Models.Single(), TestContext.Current.CancellationToken);
        fault.Should().BeNull();
        rate!.PromptTokensASecond.Should().BeApproximately(1000, 50);
        server.Requests.Count(r => r.NumPredict != 1).Should().Be(6, "three questions about a document of each length");
    }

    private static PlanRate? Rate(IReadOnlyList<CalibrationReply> replies) => CalibrationReply.Rate(replies, TimeSpan.FromSeconds(21), 3000);

    private static CalibrationReply Reply(double prefill, double total, double? load = null, bool isFirst = true) => new(
        new ModelResponse
        {
            Content = "Answer: x",
            Stop = StopCause.Finished,
            PromptTokens = 4000,
            OutputTokens = 100,
            PrefillTime = TimeSpan.FromSeconds(prefill),
            DecodeTime = TimeSpan.FromSeconds(2),
            LoadTime = load is { } l ? TimeSpan.FromSeconds(l) : null,
            Total = TimeSpan.FromSeconds(total),
        },
        isFirst,
        4000,
        new PieceTokenizer("own"));

    private static async Task<SweepFinished> RunAsync(SweepOptions options)
    {
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = TestRequest.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
