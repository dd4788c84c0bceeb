using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What a sweep makes of servers that count prompts otherwise, or not at all, and of endings that do not fit.</summary>
public sealed class PromptCountSweepTests : IDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Counts_that_leave_out_what_was_cached_are_completed_and_that_is_said_once()
    {
        await using var server = await FakeOllama.StartAsync(Options() with { LeavesOutCached = true });
        var (_, notices) = await RunAsync(server);
        notices.Should().ContainSingle(n => n.Contains("leaves out of its prompt counts what came from its cache", StringComparison.Ordinal));
        var trials = RunReader.Read(_folder["run"]).Trials;
        trials.Should().NotBeEmpty().And.OnlyContain(t => t.PromptTokensCounted == t.PromptTokensPlanned && t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task A_server_that_tells_no_count_is_refused_after_the_probes()
    {
        await using var server = await FakeOllama.StartAsync(Options() with { TellsNoCount = true });
        await FluentActions.Awaiting(() => RunAsync(server)).Should().ThrowAsync<HaystackException>().WithMessage("model 'test:7b': its server does not say how many tokens a prompt has*");
        server.Requests.Should().HaveCountLessThan(4);
        Directory.Exists(_folder["run"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_template_that_is_longer_the_next_day_does_not_keep_a_run_from_going_on()
    {
        await using (var today = await FakeOllama.StartAsync(Options(control: 8)))
            (await RunAsync(today, stopAfter: 6)).Finished.End.Should().Be(SweepEnd.Stopped);
        await using var tomorrow = await FakeOllama.StartAsync(Options(control: 9));
        var (finished, notices) = await RunAsync(tomorrow);
        finished.End.Should().Be(SweepEnd.Complete, finished.Reason);
        notices.Should().ContainSingle(n => n.Contains("planned with today's count", StringComparison.Ordinal));
        var trials = RunReader.Read(_folder["run"]).Trials;
        trials.Should().OnlyContain(t => t.PromptTokensCounted == t.PromptTokensPlanned && t.Outcome == Outcome.Correct);
        trials.Select(t => t.DocumentId).Distinct().Should().ContainSingle("the document is the one of the day before");
    }

    [Fact]
    public async Task A_template_that_is_longer_from_midnight_on_costs_no_trial_of_a_sweep_under_way()
    {
        FakeOllama? server = null;
        var asked = 0;
        var longer = Options(control: 9).Models[0];
        var options = Options(control: 8);
        await using var started = server = await FakeOllama.StartAsync(options with
        {
            Answer = r =>
            {
                if (!r.IsDry && r.NumPredict != 1 && ++asked == 9)
                    server!.Replace(longer);
                return options.Answer(r);
            },
        });
        var (finished, notices) = await RunAsync(server);
        finished.End.Should().Be(SweepEnd.Complete, finished.Reason);
        notices.Should().ContainSingle(n => n.Contains("questions are planned with the new count", StringComparison.Ordinal));
        var trials = RunReader.Read(_folder["run"]).Trials;
        trials.Should().HaveCount(26).And.OnlyContain(t => t.PromptTokensCounted == t.PromptTokensPlanned && t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task A_count_that_the_template_does_not_explain_stays_a_fault()
    {
        // Probes are counted right; each question is counted with a token more.
        FakeOllama? server = null;
        var (right, wrong) = (Options(control: 8).Models[0], Options(control: 9).Models[0]);
        await using var started = server = await FakeOllama.StartAsync(Options() with
        {
            Fault = r =>
            {
                server!.Replace(r.IsDry || r.NumPredict == 1 ? right : wrong);
                return null;
            },
        });
        (await RunAsync(server)).Notices.Should().NotContain(n => n.Contains("the new count", StringComparison.Ordinal));
        RunReader.Read(_folder["run"]).Trials.Should().NotBeEmpty().And.OnlyContain(t => t.Outcome == Outcome.Invalid && t.PromptTokensCounted == t.PromptTokensPlanned + 1);
        server.Requests.Count(r => r.NumPredict == 1).Should().BeLessThan(12, "a difference is looked into once");
    }

    [Theory]
    [InlineData("reasoning only", "nothing but reasoning")]
    [InlineData("empty", "no token generated")]
    public async Task A_server_whose_replies_do_not_fit_gives_no_accuracy_and_exits_2(string kind, string why)
    {
        await using var server = await FakeOllama.StartAsync(Options() with
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small, Capabilities = ["completion", "thinking"] }],
            Answer = _ => kind == "empty" ? new FakeAnswer("") : new FakeAnswer("", "hm. Answer: Vel"),
        });
        var ended = await Cli.HaystackProcess.RunAsync(_folder.Path, ["sweep", "--anyway", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "1", "--out", "run", "--ui", "plain"]);
        ended.ExitCode.Should().NotBe(0, ended.Error);
        if (!Directory.Exists(_folder["run"]))
            return;
        RunReader.Read(_folder["run"], withTexts: true).Trials.Where(t => t.Outcome != Outcome.Failed).Should().OnlyContain(t => t.Outcome == Outcome.Invalid && t.Reading!.Contains(why));
        ended.ExitCode.Should().Be(2, ended.Error);
    }

    private static FakeOllamaOptions Options(int control = 8)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return new FakeOllamaOptions
        {
            Version = "0.33.1",
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small, ControlTokens = control }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        };
    }

    private async Task<(SweepFinished Finished, IReadOnlyList<string> Notices)> RunAsync(FakeOllama server, int? stopAfter = null)
    {
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [2048], Documents = 1, OutputDirectory = _folder["run"] };
        using var drain = new CancellationTokenSource();
        var (notices, finished, done) = (new List<string>(), (SweepFinished?)null, 0);
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = TestRequest.Quick }, drain.Token, TestContext.Current.CancellationToken))
        {
            finished = happened as SweepFinished ?? finished;
            if (happened is SweepNotice notice)
                notices.Add(notice.Text);
            if (happened is TrialFinished && ++done == stopAfter)
                await drain.CancelAsync();
        }

        return (finished!, notices);
    }
}
