using FluentAssertions;
using Haystack.Inference.Builtin;
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

/// <summary>Of several models that were named, those that cannot be had are left out, each with its cause, and the others are swept.</summary>
public sealed class LeftOutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_keeps_a_named_model_from_being_swept_the_others_are_and_the_same_command_goes_on_once_it_can_be()
    {
        var isBroken = true;
        var options = Options("test:7b", "broken:7b", "mute:7b") with { Fault = r => isBroken && r.Model == "broken:7b" ? FakeFault.Http(500, "unable to load model: it is torn") : null };
        var right = options.Answer;
        await using var server = await FakeOllama.StartAsync(options with
        {
            Models = [.. options.Models, options.Models[0] with { Name = "short:7b", ContextLength = 1024 }],
            Answer = r => r.Model == "mute:7b" ? "I would rather not." : right(r),
        });
        await using var uncounted = await FakeOllama.StartAsync(Options("odd:7b") with { TellsNoCount = true });
        var models = new Dictionary<string, string>
        {
            [$"odd:7b?base_url={uncounted.Endpoint}"] = "does not say how many tokens a prompt has",
            ["broken:7b"] = "it is torn",
            ["absent:7b"] = "there is no model 'absent:7b'",
            ["short:7b"] = "more than the 1k that short:7b takes",
            ["test:7b?tokenizer=tiktoken:none"] = "no tiktoken encoding 'none'",
            ["elsewhere:7b?base_url=http://127.0.0.1:1"] = "no Ollama can be reached",
            ["mute:7b"] = "could not answer the dry question",
        };
        var (finished, notices) = await RunAsync(server, [.. models.Keys, "test:7b"]);
        finished.End.Should().Be(SweepEnd.GivenUp);
        foreach (var (model, cause) in models)
        {
            finished.Reason.Should().Contain($"{model}: not swept: ").And.Contain(cause);
            if (model != "mute:7b")
                notices.Should().ContainSingle(n => n.StartsWith($"leaving out {model}: ", StringComparison.Ordinal)).Which.Should().Contain(cause);
        }

        var run = RunReader.Read(_folder["run"]);
        run.Trials.Should().HaveCount(26).And.OnlyContain(t => t.Model == "test:7b");
        isBroken = false;
        (finished, notices) = await RunAsync(server, [.. models.Keys, "test:7b"]);
        finished.Reason.Should().NotContain("torn").And.Contain("absent:7b");
        notices.Should().NotContain(n => n.StartsWith("leaving out broken:7b", StringComparison.Ordinal));
        RunReader.Read(_folder["run"]).Trials.GroupBy(t => t.Model).Select(g => (g.Key, g.Count())).Should().BeEquivalentTo([("broken:7b", 26), ("test:7b", 26)]);
    }

    [Fact]
    public async Task Where_none_is_left_nothing_is_swept_and_a_mistyped_name_ends_it_at_once()
    {
        await using var server = await FakeOllama.StartAsync(Options("test:7b"));
        await FluentActions.Awaiting(() => RunAsync(server, ["a:7b", "b:7b"])).Should().ThrowAsync<HaystackException>().WithMessage("none of the 2 models can be swept: there is no model 'a:7b'*; there is no model 'b:7b'*");
        await FluentActions.Awaiting(() => RunAsync(server, ["test:7b", "test:7b?temprature=1"])).Should().ThrowAsync<HaystackException>().WithMessage("*unknown option 'temprature'*");
        Directory.Exists(_folder["run"]).Should().BeFalse();
    }

    private static FakeOllamaOptions Options(params string[] models)
    {
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        var oracle = BuiltinReaders.Create("builtin", "oracle", tokenizer, new Seed(1));
        return new FakeOllamaOptions
        {
            Models = [.. models.Select(m => new FakeModel { Name = m, Tokenizer = tokenizer, Vocabulary = DerivedVocabulary.Small })],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        };
    }

    private async Task<(SweepFinished Finished, IReadOnlyList<string> Notices)> RunAsync(FakeOllama server, IReadOnlyList<string> models)
    {
        var options = new SweepOptions { Models = models, Endpoint = server.Endpoint, Contexts = [2048], Documents = 1, Cache = Haystack.Planning.CacheMode.On, OutputDirectory = _folder["run"] };
        var (notices, finished) = (new List<string>(), (SweepFinished?)null);
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = TestRequest.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            finished = happened as SweepFinished ?? finished;
            if (happened is SweepNotice notice)
                notices.Add(notice.Text);
        }

        return (finished!, notices);
    }
}
