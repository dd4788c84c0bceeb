using FluentAssertions;
using Haystack.Facts;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

public sealed class RescoreAndMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rescoring_gives_back_what_the_sweep_said_and_mends_what_was_stored_otherwise()
    {
        await SweepAsync("run", "builtin/window-1024");
        var run = Read("run");
        run.Trials.Select(t => t.Outcome).Distinct().Should().HaveCountGreaterThan(1);
        Rescoring.Of(run, ManifestOptions.LongestUnasked, Stop).Should().BeEmpty("the same version reads the same replies");

        Execute("run", "UPDATE trials SET outcome = 'Invented', answer = 'nonsense' WHERE outcome = 'Correct' AND chain % 2 = 0");
        var changed = Rescoring.Of(Read("run"), ManifestOptions.LongestUnasked, Stop);
        changed.Select(c => c.After.Key).Should().BeEquivalentTo(run.Trials.Where(t => t.Outcome == Outcome.Correct && t.Chain % 2 == 0).Select(t => t.Key));
        changed.Should().OnlyContain(c => c.Before.Outcome == Outcome.Invented && c.After.Outcome == Outcome.Correct);
        await using (var store = RunStore.Open(_folder["run"], run.Manifest))
            await store.PutScoresAsync([.. changed.Select(c => c.After)], "9.9.9");
        var mended = Read("run");
        mended.Trials.Should().Equal(run.Trials);
        mended.Manifest["info_rescored_by"].Should().Be("9.9.9");
    }

    [Fact]
    public async Task What_a_rescore_left_that_was_killed_while_it_closed_is_removed_by_the_next_which_finds_nothing_to_change()
    {
        await SweepAsync("run", "builtin/oracle");
        Execute("run", "UPDATE trials SET chain = chain; PRAGMA journal_mode=WAL");
        await File.WriteAllBytesAsync(_folder["run/run.db-journal"], [], Stop);
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["rescore", "run"]);
        ended.ExitCode.Should().Be(0, ended.Error);
        Directory.GetFiles(_folder["run"], "run.db*").Select(Path.GetFileName).Should().Equal("run.db");
    }

    [Theory]
    [InlineData("UPDATE trials SET question = 'Where is it?'", "cannot be made again as it was asked")]
    [InlineData("UPDATE documents SET facts = replace(facts, 'the', 'teh')", "cannot be made again")]
    [InlineData("UPDATE documents SET id = 'x' || id", "is not stored")]
    [InlineData("UPDATE manifest SET value = '99' WHERE name = 'generator_version'", "was made by generator version 99")]
    [InlineData("UPDATE manifest SET value = 'beef' WHERE name = 'corpus_sha256_en'", "is not the one that the run was made with")]
    [InlineData("INSERT INTO manifest VALUES ('source', 'score')", "obtained elsewhere")]
    public async Task A_run_whose_questions_cannot_be_made_again_is_refused(string sql, string words)
    {
        await SweepAsync("run", "builtin/oracle");
        Execute("run", sql);
        var rescore = () => Rescoring.Of(Read("run"), ManifestOptions.LongestUnasked, Stop);
        rescore.Should().Throw<HaystackException>().WithMessage($"*{words}*");
    }

    [Fact]
    public async Task Merged_runs_hold_every_trial_once_and_are_what_one_sweep_of_all_models_would_be()
    {
        await SweepAsync("a", "builtin/oracle");
        await SweepAsync("b", "builtin/window-1024");
        await SweepAsync("both", "builtin/oracle", "builtin/window-1024");
        var merged = await RunMerge.RunAsync([_folder["a"], _folder["b"], _folder["a"]], _folder["merged"], Stop);
        merged.Should().Be(new MergedRuns(3, 3 * Read("a").Trials.Count, 2 * Read("a").Trials.Count, 2 * Read("a").Trials.Count));
        (await RunMerge.RunAsync([_folder["a"], _folder["b"]], _folder["merged"], Stop)).Added.Should().Be(0);

        var (one, other) = (Read("both"), Read("merged"));
        other.Trials.Select(t => (t.Key, t.Model, t.Outcome, t.Response)).Should().Equal(one.Trials.Select(t => (t.Key, t.Model, t.Outcome, t.Response)));
        other.Models.Select(m => m.Name).Should().Equal("builtin/oracle", "builtin/window-1024");
        other.Documents.Select(d => d.Sha256).Should().Equal(one.Documents.Select(d => d.Sha256));
        RunManifest.Differences(one.Manifest, other.Manifest).Should().BeEmpty("the sweep of both models goes on in the merged run");
    }

    [Fact]
    public async Task A_failed_trial_gives_way_to_the_same_one_that_another_run_finished()
    {
        await SweepAsync("a", "builtin/oracle");
        await SweepAsync("b", "builtin/oracle");
        Execute("a", "UPDATE trials SET outcome = 'Failed', fault = 'broke' WHERE chain = 0");
        (await RunMerge.RunAsync([_folder["a"], _folder["b"]], _folder["merged"], Stop)).Finished.Should().Be(Read("b").Trials.Count);
        Read("merged").Trials.Should().NotContain(t => t.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task Runs_of_other_plans_or_of_another_model_under_the_same_name_are_not_merged()
    {
        await SweepAsync("a", "builtin/oracle");
        await foreach (var _ in Sweep.RunAsync(Options("other", "builtin/oracle") with { Seed = 2 }, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken))
        {
            // To its end.
        }

        var plans = () => RunMerge.RunAsync([_folder["a"], _folder["other"]], _folder["merged"], Stop);
        await plans.Should().ThrowAsync<HaystackException>().WithMessage("*only runs of the same plan*").WithMessage("*seed: 1 → 2*");
        await SweepAsync("b", "builtin/oracle");
        Execute("b", "UPDATE models SET digest = 'sha256:other'");
        var models = () => RunMerge.RunAsync([_folder["a"], _folder["b"]], _folder["merged"], Stop);
        await models.Should().ThrowAsync<HaystackException>().WithMessage("*its results must not mix*");
        var itself = () => RunMerge.RunAsync([_folder["a"]], _folder["a"] + "/", Stop);
        await itself.Should().ThrowAsync<HaystackException>().WithMessage("*is one of the runs to merge*");
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateSymbolicLink(_folder["linked"], _folder["a"]);
        var linked = () => RunMerge.RunAsync([_folder["a"]], _folder["linked"], Stop);
        await linked.Should().ThrowAsync<HaystackException>().WithMessage("*is one of the runs to merge*");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SweepOptions Options(string name, params string[] models) => new()
    {
        Models = models,
        Contexts = [2048],
        MaxContextTokens = 4096,
        Documents = 2,
        Corpus = "prose",
        Arms = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent, Arm.ClosedBook],
        OutputDirectory = _folder[name],
    };

    private Task SweepAsync(string name, params string[] models) => SweptRun.SweepAsync(Options(name, models));

    private RunData Read(string name) => RunReader.Read(_folder[name], withTexts: true);

    private void Execute(string name, string sql) => SweptRun.Execute(_folder[name], sql);
}
