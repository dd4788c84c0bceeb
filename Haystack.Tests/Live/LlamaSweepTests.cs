using System.Diagnostics;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>The program against a real llama-server: what it counts is what was planned, to the token, and it computes little of it.</summary>
[Trait("Category", "Live")]
public sealed class LlamaSweepTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>What the design promises at 26 questions a document.</summary>
    private const double MostComputed = 0.08;

    private readonly TemporaryFolder _folder = new();

    /// <summary>From the last sweep's first question to its end.</summary>
    private readonly Stopwatch _asking = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_and_doctor_say_what_the_server_says()
    {
        await using var server = await StartAsync(8192);
        var models = await HaystackProcess.RunAsync(_folder.Path, ["models", "--base-url", server.BaseUrl]);
        models.Error.Should().BeEmpty();
        models.Output.Split('\n')[1].Should().MatchRegex(@"^openai/tiny +8k +exact \(gguf:tiny\.gguf:gpt2/gpt-4o\) ");
        var doctor = await HaystackProcess.RunAsync(_folder.Path, ["doctor", "--base-url", server.BaseUrl, "--max-ctx", "8k"]);
        doctor.Output.Should().MatchRegex(@"ok +openai/tiny: takes 8k\n");
        doctor.ExitCode.Should().Be(0, doctor.Error);
    }

    [Fact]
    public async Task Every_prompt_of_a_sweep_is_counted_as_planned_and_at_most_8_per_cent_is_computed()
    {
        await using var server = await StartAsync(8192);
        var (sweep, run) = await SweepAsync(server, ["--contexts", "2k,4k", "--documents", "2", "--verify", "full"]);
        sweep.Error.Should().NotContain("≈");
        ShouldBeAsPlanned(run, 2 * 2 * 26);
        run.Models.Single().Should().Match<ModelRow>(m => m.Server!.StartsWith("LlamaServer b", StringComparison.Ordinal));
        run.Trials.Should().OnlyContain(t => t.CachedPromptTokens != null && t.PrefillRate > 0 && t.OutputTokens > 0 && t.SecondsToFirstToken > 0);
        run.Trials.Count(t => t.DoneReason == "stop").Should().BeGreaterThan(10, "this model ends its replies");
        await ShouldBeCheapAsync(run);
    }

    [Fact]
    public async Task Side_by_side_on_two_slots_each_documents_questions_keep_to_the_slot_that_holds_it()
    {
        await using var server = await StartAsync(4096, slots: 2);
        await SweepHereAsync(server, new SweepOptions { Documents = 3, Parallel = 2 });
        var run = RunReader.Read(_folder["run"], withTexts: true);
        ShouldBeAsPlanned(run, 3 * 26);
        PromptTokenUse.From(run.Trials).ComputedShare.Should().BeInRange(0.03, MostComputed);
    }

    [Fact]
    public async Task In_flight_on_four_slots_the_trials_are_the_same_each_document_is_read_once_and_cold_questions_come_out_alike()
    {
        var options = new SweepOptions { Documents = 6, ChainsPerDocument = 4 };
        // A server of its own for each: what one has read, it keeps.
        await using (var first = await StartAsync(4096, slots: 4))
            await SweepHereAsync(first, options with { InFlight = 1 }, "alone");
        var alone = _asking.Elapsed;
        await using var server = await StartAsync(4096, slots: 4);
        var notices = await SweepHereAsync(server, options);
        var (one, run) = (RunReader.Read(_folder["alone"]), RunReader.Read(_folder["run"]));
        notices.Should().Contain(n => n.Contains("4 questions in flight: the server has so many slots", StringComparison.Ordinal))
            .And.Contain(n => n.Contains("documents side by side instead, 4 at a time", StringComparison.Ordinal), "each slot has a cache of its own");
        Asked(run).Should().Equal(Asked(one));
        run.Trials.Concat(run.ColdTrials).Should().OnlyContain(t => t.Outcome.IsAnswer() && t.PromptTokensCounted == t.PromptTokensPlanned);
        // Three slots read the first document for nothing.
        int Lost(RunData of) => of.Trials.Count(t => t.AskedAs > 0 && t.CachedPromptTokens < 0.5 * t.PromptTokensPlanned);
        Lost(one).Should().Be(0);
        Lost(run).Should().BeLessThanOrEqualTo(5);
        run.ColdTrials.Should().HaveCount(6 * 4).And.OnlyContain(t => t.CachedPromptTokens == 0);
        CacheControl.Of(run).Single().Finding.Should().Be(CacheFinding.NoDifference);
        output.WriteLine($"{run.Trials.Count + run.ColdTrials.Count} trials: {alone.TotalSeconds:0.0} s one after another, {_asking.Elapsed.TotalSeconds:0.0} s on four slots and one core; computed {PromptTokenUse.From(one.Trials).ComputedShare:P1} and {PromptTokenUse.From(run.Trials).ComputedShare:P1}; {CacheControl.Of(run).Single().Text}");
    }

    private static IEnumerable<(string, string, long?, bool)> Asked(RunData run) =>
        run.Trials.Concat(run.ColdTrials).Select(t => (t.Key, t.PromptSha256, t.PromptTokensCounted, t.IsCold));

    [Fact]
    public async Task Without_its_vocabulary_the_template_is_still_known_to_the_token()
    {
        await using var server = await StartAsync(4096);
        // Read by the server and gone: as if it ran in a container.
        File.Move(_folder["tiny.gguf"], _folder["elsewhere.gguf"]);
        var notices = await SweepHereAsync(server, new SweepOptions { Documents = 1, ChainsPerDocument = 2 });
        notices.Should().Contain(n => n.Contains("token counts are approximate (≈): the server gives no vocabulary", StringComparison.Ordinal));
        var run = RunReader.Read(_folder["run"], withTexts: true);
        var model = run.Models.Single();
        (model.TokenizerGrade, model.TemplateTokens).Should().Be((TokenizerGrade.Calibrated, 10));
        run.Trials.Should().OnlyContain(t => t.Outcome.IsAnswer());
    }

    private Task<LlamaServerProcess> StartAsync(int contextTokens, int slots = 1)
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(1));
        return LlamaServerProcess.StartAsync(_folder["tiny.gguf"], contextTokens, slots);
    }

    private async Task<(HaystackProcess.Ended Ended, RunData Run)> SweepAsync(LlamaServerProcess server, string[] arguments)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--anyway", "--model", "openai/tiny", "--base-url", server.BaseUrl, "--max-output", "64", "--out", "run", "--ui", "plain", .. arguments]);
        ended.ExitCode.Should().Be(0, ended.Error);
        return (ended, RunReader.Read(_folder["run"], withTexts: true));
    }

    /// <summary>Without the program's pictures, which cost more than the sweep.</summary>
    private async Task<IReadOnlyList<string>> SweepHereAsync(LlamaServerProcess server, SweepOptions options, string directory = "run")
    {
        var happened = new List<SweepEvent>();
        await foreach (var one in Sweep.RunAsync(options with { Models = ["openai/tiny"], Anyway = true, BaseUrl = server.BaseUrl, Contexts = [2048], MaxOutputTokens = 64, OutputDirectory = _folder[directory] }, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (one is SweepStarted)
                _asking.Restart();
            happened.Add(one);
        }

        _asking.Stop();
        happened[^1].Should().BeOfType<SweepFinished>().Which.End.Should().Be(SweepEnd.Complete);
        return [.. happened.OfType<SweepNotice>().Select(n => n.Text)];
    }

    private static void ShouldBeAsPlanned(RunData run, int trials)
    {
        var model = run.Models.Single();
        (model.TokenizerGrade, model.TokenizerNote).Should().Be((TokenizerGrade.Verified, null));
        // <|im_start|>, "user" in three tokens, a line break, and so on: as /apply-template writes it.
        model.TemplateTokens.Should().Be(10);
        model.Properties["template_tokens_from"].Should().Be("the server's template and tokenizer");
        run.Trials.Should().HaveCount(trials).And.OnlyHaveUniqueItems(t => t.Key);
        run.Trials.Where(t => t.PromptTokensCounted is null && t.Outcome != Outcome.Loop).Should().BeEmpty();
        run.Trials.Where(t => t.PromptTokensCounted is not null && t.PromptTokensCounted != t.PromptTokensPlanned).Should().BeEmpty();
        run.Trials.Should().OnlyContain(t => t.Outcome.IsAnswer() && t.Fault == null && t.Attempts == 1);
        foreach (var rung in run.Trials.GroupBy(t => t.ContextTokens))
            rung.Max(t => t.PromptTokensPlanned).Should().Be(rung.Key, "the longest prompt has exactly the length of its rung");
    }

    private async Task ShouldBeCheapAsync(RunData run)
    {
        var use = PromptTokenUse.From(run.Trials);
        use.ComputedShare.Should().BeInRange(0.03, MostComputed);
        var report = await HaystackProcess.RunAsync(_folder.Path, ["report", "run"]);
        report.Output.Should().Contain($"- <code>openai/tiny</code>: {PromptTokensText.Of(use)}\n");
        TestContext.Current.TestOutputHelper?.WriteLine(PromptTokensText.Of(use));
    }
}
