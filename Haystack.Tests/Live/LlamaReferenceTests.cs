using FluentAssertions;
using Haystack.Analysis;
using Haystack.Reference;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>A real llama-server with a model that knows the answers, by construction: what its cache and its slots make of them shows.</summary>
[Trait("Category", "Live")]
public sealed class LlamaReferenceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly Lazy<ReferenceModel> Sharp = new(() => ReferenceModel.Compose(new ReferenceOptions()));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_answers_right_cold_and_warm_and_says_where_the_text_does_not_say()
    {
        var options = new SweepOptions { Documents = 1, Contexts = [2048] };
        await using var server = await StartAsync(4096);
        var (run, _) = await SweepAsync(server.BaseUrl, options);
        run.Models.Single().Should().Match<ModelRow>(m => m.TokenizerGrade == TokenizerGrade.Verified && m.Properties["dry_question"] == "answered");
        run.Trials.Should().HaveCount(26).And.OnlyContain(t => t.Outcome == Outcome.Correct && t.PromptTokensCounted == t.PromptTokensPlanned);
        run.ColdTrials.Should().HaveCount(4).And.OnlyContain(t => t.Outcome == Outcome.Correct && t.CachedPromptTokens == 0);
        run.Trials.Where(t => t.AskedAs > 0).Should().OnlyContain(t => t.CachedPromptTokens > 0.9 * t.PromptTokensPlanned);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_sound_cache_is_said_to_be_so_and_one_that_has_lost_text_is_found_out()
    {
        var options = new SweepOptions { Documents = 10, ChainsPerDocument = 3, Contexts = [1024] };
        // What a server keeps beside its slot would be looked for there first.
        await using var server = await StartAsync(2048, 1, "--slot-save-path", _folder.Path, "--cache-ram", "0");
        var (sound, end) = await SweepAsync(server.BaseUrl, options with { InFlight = 1 }, "sound");
        end.Should().Be(SweepEnd.Complete);
        sound.Trials.Concat(sound.ColdTrials).Should().HaveCount(10 * 11 + 10 * 4).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        var verdict = CacheControl.Of(sound).Single();
        output.WriteLine($"sound: {verdict.Text}; computed {PromptTokenUse.From(sound.Trials).ComputedShare:P1}");
        verdict.Finding.Should().Be(CacheFinding.NoDifference);

        await using var relay = await DamagingRelay.StartAsync(server.Root, _folder.Path, Sharp.Value.Layers);
        string[] arguments = ["sweep", "--model", "openai/tiny", "--base-url", relay.BaseUrl, "--contexts", "1k", "--documents", "10", "--chains-per-document", "3", "--in-flight", "1", "--max-output", "256", "--out", "lossy", "--ui", "plain"];
        var ended = await HaystackProcess.RunAsync(_folder.Path, arguments);
        var lossy = RunReader.Read(_folder["lossy"], withTexts: true);
        verdict = CacheControl.Of(lossy).Single();
        output.WriteLine($"lossy: {verdict.Text}; the cache was damaged {relay.Damages} times; right {lossy.Trials.Count(t => t.Outcome == Outcome.Correct)} of {lossy.Trials.Count}");
        ended.Error.Should().Contain("this server's cache changes answers: these are not the model's");
        ended.ExitCode.Should().Be(2, ended.Error);
        verdict.Finding.Should().Be(CacheFinding.ChangesAnswers);
        lossy.ColdTrials.Should().OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    private async Task<LlamaServerProcess> StartAsync(int contextTokens, int slots = 1, params string[] more)
    {
        OutputFile.Write(_folder["reference.gguf"], Sharp.Value.WriteGguf);
        return await LlamaServerProcess.StartAsync(_folder["reference.gguf"], contextTokens, slots, more);
    }

    private async Task<(RunData Run, SweepEnd End)> SweepAsync(string baseUrl, SweepOptions options, string directory = "run")
    {
        var happened = new List<SweepEvent>();
        await foreach (var one in Sweep.RunAsync(options with { Models = ["openai/tiny"], BaseUrl = baseUrl, MaxOutputTokens = 256, OutputDirectory = _folder[directory] }, CancellationToken.None, TestContext.Current.CancellationToken))
            happened.Add(one);
        return (RunReader.Read(_folder[directory], withTexts: true), happened.OfType<SweepFinished>().Single().End);
    }
}
