using System.Diagnostics;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What asking costs by itself, against a server that answers at once.</summary>
[Trait("Category", "Slow")]
[Collection(AloneTests.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_trial_of_2k_tokens_costs_so_little_that_two_cores_do_a_thousand_a_second()
    {
        await using var instant = new InstantServer();
        using var server = new OllamaServer(TestRequest.Options(instant.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var document = Text(2_000);
        await AskAsync(model, document, 500);
        const int trials = 5_000;
        var (cpu, clock) = (Cpu(), Stopwatch.StartNew());
        await AskAsync(model, document, trials);
        var each = (Cpu() - cpu) / trials;
        output.WriteLine($"{trials / clock.Elapsed.TotalSeconds:0} trials/s; {each.TotalMilliseconds:0.000} ms of CPU a trial, server included");
        // Processor time and not the clock: other work on the machine must not fail the test.
        each.Should().BeLessThan(TimeSpan.FromMilliseconds(2), "two cores then do a thousand a second");
    }

    /// <summary>The program itself, from outside: tokenizer, corpus, documents, requests and store.</summary>
    [Fact]
    public async Task A_sweep_with_sixty_four_requests_of_128k_tokens_in_flight_takes_less_than_300_MB()
    {
        const int requests = 64;
        var (arrived, all, go) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        await using var instant = new InstantServer(
            bytes =>
            {
                // The probes before a sweep are short.
                if (bytes < 400_000)
                    return Task.CompletedTask;
                if (Interlocked.Increment(ref arrived) == requests)
                    all.SetResult();
                return go.Task;
            },
            bytesPerToken: 4.5);
        using var folder = new TemporaryFolder();
        using var process = HaystackProcess.Start(folder.Path,
            ["sweep", "--anyway", "--model", "test:7b?num_ctx=140k", "--endpoint", instant.Endpoint, "--contexts", "128k", "--documents", "64", "--chains-per-document", "1", "--arms", "pair", "--parallel", "64", "--out", "run"]);
        var (printed, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(all.Task, ended) == ended)
            Assert.Fail($"it ended before its requests were in flight: {await printed}{await error}");
        process.Refresh();
        var resident = process.WorkingSet64;
        go.SetResult();
        await ended;
        output.WriteLine($"{resident / 1e6:0} MB resident with {requests} requests in flight");
        RunReader.Read(folder["run"]).Trials.Should().HaveCount(requests, await error).And.OnlyContain(t => t.Outcome != Outcome.Failed);
        resident.Should().BeLessThan(300_000_000);
    }

    [Fact]
    public async Task A_whole_sweep_with_documents_scores_and_store_does_a_thousand_trials_a_second_on_two_cores()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        await using var instant = new InstantServer(model: new FakeModel { Name = "test:7b", Tokenizer = tokenizer, Vocabulary = DerivedVocabulary.Small });
        var options = new SweepOptions { Models = ["test:7b?num_ctx=4k"], Endpoint = instant.Endpoint, Contexts = [2048], Documents = 200, Parallel = 8, Cache = CacheMode.On, Anyway = true, OutputDirectory = folder["run"] };
        await SweepAsync(options with { Documents = 20, OutputDirectory = folder["warm"] });
        // Other work on the machine can only make it dearer.
        var (each, clock, trials) = new[] { await SweepAsync(options with { OutputDirectory = folder["again"] }), await SweepAsync(options) }.MinBy(run => run.Each);
        output.WriteLine($"{trials / clock.TotalSeconds:0} trials/s; {each.TotalMilliseconds:0.000} ms of CPU a trial, server, documents and store included");
        trials.Should().Be(200 * 26);
        var run = RunReader.Read(folder["run"]);
        run.Models.Single().TokenizerGrade.Should().Be(TokenizerGrade.Verified);
        run.Trials.Should().HaveCount(trials).And.OnlyContain(t => t.Outcome.IsAnswer() && t.PromptTokensCounted == t.PromptTokensPlanned, "the way of an ordinary trial is what is measured");
        each.Should().BeLessThan(TimeSpan.FromMilliseconds(2), "two cores then do a thousand a second");
    }

    /// <summary>What a trial costs once the documents are made, how long all took, and how many there were.</summary>
    private static async Task<(TimeSpan Each, TimeSpan Clock, int Trials)> SweepAsync(SweepOptions options)
    {
        var (cpu, clock, trials) = (TimeSpan.Zero, new Stopwatch(), 0);
        await foreach (var happened in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (happened is SweepStarted)
                (cpu, clock) = (Cpu(), Stopwatch.StartNew());
            else if (happened is TrialFinished)
                trials++;
        }

        return ((Cpu() - cpu) / trials, clock.Elapsed, trials);
    }

    private static async Task AskAsync(IModelConnection model, string document, int trials)
    {
        var budget = TestRequest.Budget();
        await Parallel.ForAsync(0, trials, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            var response = await model.AskAsync(TestRequest.Prompt($"{document} \n\nQuestion {i}?"), budget, token);
            if (response.Stop != StopCause.Finished || response.PromptTokens != 2048)
                throw new InvalidOperationException(response.Fault);
        });
    }

    // English has about four and a half characters a token.
    private static string Text(int tokens)
    {
        var text = string.Concat(Enumerable.Range(0, tokens / 10).Select(i => $"The boat {i % 997} left the quay before anyone awoke. "));
        return text[..Math.Min(text.Length, tokens * 9 / 2)];
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
