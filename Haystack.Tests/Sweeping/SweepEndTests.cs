using System.Globalization;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Planning;
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

/// <summary>Sweeps whose server fails for good, or whose model is no longer the one that was begun with.</summary>
public sealed class SweepEndTests : IDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
    private static readonly FakeModel Model = new() { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small };

    private readonly TemporaryFolder _folder = new();
    private FakeOllama? _server;
    private Func<FakeRequest, FakeFault?> _fault = _ => null;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_fails_at_everything_ends_the_sweep_which_says_why_and_goes_on_later()
    {
        await using var server = await StartAsync();
        _fault = r => r.Index > 20 ? FakeFault.Http(500, "cudaMalloc failed: out of memory") : null;
        var end = await RunAsync();
        end.End.Should().Be(SweepEnd.GivenUp);
        end.Reason.Should().Be("test:7b: 8 trials in a row failed, the last with: HTTP 500: cudaMalloc failed: out of memory (the server has too little memory for this model and num_ctx)");
        var asked = server.RequestCount;
        var before = Rows();
        before.Count(t => t.Outcome == Outcome.Failed).Should().Be(8);
        before.Count(t => t.Outcome == Outcome.Correct).Should().BePositive();

        _fault = _ => null;
        end = await RunAsync();
        end.End.Should().Be(SweepEnd.Complete);
        Rows().Should().HaveCount(52).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        server.Requests.Skip(asked).Count(r => r.NumPredict != 1).Should().Be(52 - before.Count(t => t.Outcome == Outcome.Correct), "failed trials are asked again, and only those");
    }

    [Fact]
    public async Task A_server_that_does_not_say_at_the_end_what_it_runs_leaves_the_sweep_complete()
    {
        await using var server = await StartAsync();
        _fault = r =>
        {
            server.TellsWhatRuns = r.Index < 25;
            return null;
        };
        var end = await RunAsync();
        end.End.Should().Be(SweepEnd.Complete, end.Reason);
        RunReader.Read(_folder["run"]).Models.Single().VramBytes.Should().Be(4_700_000_000, "the probe saw it");
    }

    [Fact]
    public async Task A_model_removed_in_mid_sweep_ends_it_and_says_so()
    {
        await using var server = await StartAsync();
        _fault = r =>
        {
            if (r.Index == 25)
                server.Remove("test:7b");
            return null;
        };
        var end = await RunAsync();
        end.End.Should().Be(SweepEnd.GivenUp);
        end.Reason.Should().Contain("'test:7b' was removed");
        server.RequestCount.Should().BeLessThanOrEqualTo(27, "nothing more is asked of it");
        Rows().Where(t => t.Outcome != Outcome.Failed).Should().OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task A_model_replaced_in_mid_sweep_ends_it_and_not_one_of_its_answers_is_stored_under_the_old_digest()
    {
        await using var server = await StartAsync();
        _fault = r =>
        {
            if (r.Index == 25)
                server.Replace(Model with { Digest = new string('b', 64) });
            return null;
        };
        var end = await RunAsync();
        end.End.Should().Be(SweepEnd.GivenUp);
        end.Reason.Should().Contain("was replaced").And.Contain("aaaaaaaaaaaa became bbbbbbbbbbbb");
        var stored = Rows().Where(t => t.Outcome != Outcome.Failed).ToList();
        var replies = stored.Select(t => int.Parse(t.Response!["This is reply ".Length..t.Response!.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture)).ToList();
        replies.Should().NotBeEmpty();
        replies.Max().Should().BeLessThan(25, "from there on another model answered");
        RunReader.Read(_folder["run"]).Models.Single().Digest.Should().Be(new string('a', 64));

        var again = () => RunAsync();
        (await again.Should().ThrowAsync<HaystackException>()).WithMessage("*digest: a* → b*its results must not mix*");
        Rows().Count(t => t.Outcome != Outcome.Failed).Should().Be(stored.Count);
    }

    [Fact]
    public async Task What_a_model_takes_and_how_it_is_run_is_stored_from_the_start()
    {
        await using var server = await StartAsync();
        _fault = r => r.NumPredict == 1 ? null : FakeFault.Http(404, "gone");
        (await RunAsync()).End.Should().Be(SweepEnd.GivenUp);
        var model = RunReader.Read(_folder["run"]).Models.Single();
        (model.Digest, model.Quantization, model.ParameterSize, model.Architecture).Should().Be((Model.Digest, "Q4_K_M", "7.6B", "qwen2"));
        (model.VramBytes, model.SizeBytes).Should().Be((Model.Size, Model.Size + 1_000_000_000));
        model.Server.Should().Be("Ollama 0.34.0");
        model.Properties["template_sha256"].Should().HaveLength(64);
        model.Properties.Should().Contain("capabilities", "completion").And.Contain("effective_num_ctx", $"{model.NumCtx}")
            .And.Contain("sampling", "greedy").And.Contain("sampling.temperature", "0").And.Contain("sampling.repeat_penalty", "1").And.Contain("think", "none");
    }

    private IReadOnlyList<TrialRow> Rows() => RunReader.Read(_folder["run"], withTexts: true).Trials;

    private async Task<FakeOllama> StartAsync()
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return _server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [Model],
            Answer = r => $"This is reply {r.Index}. {oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text}",
            Fault = r => _fault(r),
        });
    }

    private async Task<SweepFinished> RunAsync()
    {
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = _server!.Endpoint, Contexts = [2048], Documents = 2, Cache = CacheMode.On, OutputDirectory = _folder["run"] };
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = TestRequest.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
