using System.Collections.Concurrent;
using System.Diagnostics;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Sweeps over a socket with a server that works on several requests at a time.</summary>
public sealed class InFlightTests(ITestOutputHelper output) : IDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_documents_first_question_is_alone_and_the_others_are_in_flight_together_with_the_same_results()
    {
        var options = new FakeOpenAiOptions { Flavor = OpenAiFlavor.LlamaServer, Slots = 6, ReplyTime = TimeSpan.FromMilliseconds(20) };
        var (one, _, _) = await SweepAsync(options, "one", 1);
        var (many, busy, notices) = await SweepAsync(options, "many", null);
        busy.Should().Be(6);
        notices.Should().ContainSingle(n => n.Contains("6 questions in flight: the server has so many slots", StringComparison.Ordinal));
        one.Trials.Should().OnlyContain(t => t.InFlight == 1);
        many.Trials.Where(t => t.AskedAs == 0 && t.DocumentId == many.Trials[0].DocumentId).Should().OnlyContain(t => t.InFlight == 1);
        many.Trials.Max(t => t.InFlight).Should().Be(6);
        Results(many).Should().Equal(Results(one), "the order of work changes nothing");
        many.Trials.Where(t => t.AskedAs > 0).Should().OnlyContain(t => t.CachedPromptTokens > 0.9 * t.PromptTokensPlanned);
        Share(many).Should().BeApproximately(Share(one), 0.005, "the document is read once");
        CacheControl.Of(many).Single().Should().Match<CacheVerdict>(v => v.OnlyCold == 0 && v.OnlyWarm == 0 && v.Cold.Total >= 4);
    }

    [Fact]
    public async Task Slots_with_caches_of_their_own_read_one_document_each_and_not_all_of_them()
    {
        var options = new FakeOpenAiOptions { Flavor = OpenAiFlavor.LlamaServer, Slots = 4, HaveSlotsOwnCaches = true, ReplyTime = TimeSpan.FromMilliseconds(20) };
        var (run, busy, notices) = await SweepAsync(options, "run", null, documents: 8);
        busy.Should().Be(4);
        notices.Should().Contain(n => n.Contains("documents side by side instead, 4 at a time", StringComparison.Ordinal));
        // Three of the first document's questions paid for the finding.
        run.Trials.Count(t => t.AskedAs > 0 && t.CachedPromptTokens < 0.5 * t.PromptTokensPlanned).Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task An_Ollama_that_does_not_say_how_many_it_works_on_is_asked_one_question_at_a_time()
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        var (busy, most) = (0, 0);
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request =>
            {
                var now = Interlocked.Increment(ref busy);
                lock (oracle)
                    most = Math.Max(most, now);
                Thread.Sleep(5);
                var text = oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text;
                Interlocked.Decrement(ref busy);
                return text;
            },
        });
        await SweptRun.SweepAsync(new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [2048], Documents = 2, OutputDirectory = _folder["run"] });
        most.Should().Be(1);
        RunReader.Read(_folder["run"]).Trials.Should().HaveCount(2 * 26).And.OnlyContain(t => t.InFlight == 1);
    }

    [Fact]
    public async Task What_company_cost_is_asked_again_alone()
    {
        // Of those that are in flight together, one's reply breaks off, twice.
        var options = new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.LlamaServer,
            Slots = 6,
            ReplyTime = TimeSpan.FromMilliseconds(20),
            Fault = r => r.Index is 16 or 22 ? new FakeFault(FakeFaultKind.ResetDuring) : null,
        };
        var (run, _, _) = await SweepAsync(options, "run", 6);
        run.Trials.Should().HaveCount(2 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        run.Trials.Count(t => t.Attempts > 1).Should().BeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Limits_that_the_headers_tell_are_heeded_before_they_are_hit()
    {
        // Twelve requests in each 400 ms; more are turned away.
        var (clock, gate, window, left, hits) = (Stopwatch.StartNew(), new Lock(), 0L, 12, 0);
        var told = new ConcurrentDictionary<int, (int Left, int Milliseconds)>();
        (int Left, int Milliseconds) Count(FakeRequest request) => told.GetOrAdd(request.Index, _ =>
        {
            lock (gate)
            {
                var now = clock.ElapsedMilliseconds;
                if (now / 400 > window)
                    (window, left) = (now / 400, 12);
                return (--left, (int)(400 * (window + 1) - now) + 5);
            }
        });
        var options = new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.Vllm,
            Slots = 8,
            Fault = r => Count(r).Left >= 0 ? null : new FakeFault(FakeFaultKind.Status) { Status = 429 + 0 * Interlocked.Increment(ref hits) },
            Headers = r => Count(r) is var (remaining, reset) ? [("x-ratelimit-limit-requests", "12"), ("x-ratelimit-remaining-requests", $"{Math.Max(0, remaining)}"), ("x-ratelimit-reset-requests", $"{reset}ms")] : [],
        };
        var (run, _, _) = await SweepAsync(options, "run", 8);
        // Blind to the headers, most of each eight in flight are turned away once twelve are through.
        hits.Should().Be(0, "no request was turned away");
        run.Trials.Should().HaveCount(2 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        run.Trials.Should().OnlyContain(t => t.Attempts == 1);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public async Task On_a_server_that_batches_at_least_five_times_the_trials_a_second(int slots)
    {
        // Seconds are the server's own, counted in steps of its batch: a busy machine has as many of them.
        var alone = new BatchClock(slots, TimeSpan.FromMilliseconds(10), waits: false);
        var together = new BatchClock(slots, TimeSpan.FromMilliseconds(10), waits: true);
        var options = new FakeOpenAiOptions { Flavor = slots == 16 ? OpenAiFlavor.LlamaServer : OpenAiFlavor.Vllm, Slots = slots, ReplyTokens = 500 };
        var (one, _, _) = await SweepAsync(options with { Steps = alone }, "one", 1, documents: 4);
        var (many, busy, _) = await SweepAsync(options with { Steps = together }, "many", null, documents: 4);
        var gain = (double)alone.Steps / together.Steps;
        output.WriteLine($"{slots} slots{(slots == 16 ? " (told)" : " (found by trying)")}: {alone.Steps} steps one after another, {together.Steps} in flight together ({gain:0.0} times; at most {busy}); computed {Share(one):P1} and {Share(many):P1} of the prompt tokens");
        gain.Should().BeGreaterThan(5);
        Share(many).Should().BeApproximately(Share(one), 0.005);
    }

    private static IEnumerable<(string, int, Arm, Outcome, string, int?, long?)> Results(RunData run) =>
        run.Trials.Concat(run.ColdTrials).Select(t => (t.DocumentId, t.Chain, t.Arm, t.Outcome, t.PromptSha256, t.AskedAs, t.PromptTokensCounted));

    private static double Share(RunData run) => PromptTokenUse.From(run.Trials).ComputedShare!.Value;

    private async Task<(RunData Run, int Busy, IReadOnlyList<string> Notices)> SweepAsync(FakeOpenAiOptions options, string name, int? inFlight, int documents = 2)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        await using var server = await FakeOpenAi.StartAsync(options with
        {
            Models = [new FakeModel { Name = "test-7b", ContextLength = 32_768, Tokenizer = Tokenizer }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        });
        var notices = new List<string>();
        SweepFinished? finished = null;
        var sweep = new SweepOptions
        {
            Models = ["openai/test-7b"],
            BaseUrl = server.BaseUrl,
            Contexts = [2048],
            Documents = documents,
            MaxOutputTokens = 1024,
            Tokenizer = $"gguf:{Vocabulary()}",
            OutputDirectory = _folder[name],
            InFlight = inFlight,
        };
        await foreach (var happened in Sweep.RunAsync(sweep, new SweepEnvironment { Time = options.Steps ?? TimeProvider.System }, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            finished = happened as SweepFinished ?? finished;
            if (happened is SweepNotice notice)
                notices.Add(notice.Text);
        }

        finished!.End.Should().Be(SweepEnd.Complete, finished.Reason);
        return (RunReader.Read(_folder[name]), server.MostBusy, notices);
    }

    private string Vocabulary()
    {
        if (!File.Exists(_folder["tiny.gguf"]))
            Live.TinyModel.Write(_folder["tiny.gguf"], new Seed(1));
        return _folder["tiny.gguf"];
    }
}
