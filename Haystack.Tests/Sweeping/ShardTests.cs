using FluentAssertions;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A sweep in parts is the sweep: trial for trial, in any order, however often, with parts missing and come back.</summary>
public sealed class ShardTests : IDisposable
{
    private const int Shards = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Four_shards_merged_in_any_order_any_number_of_times_are_one_run_trial_for_trial()
    {
        await SweptRun.SweepAsync(Options("whole"));
        for (var number = 1; number <= Shards; number++)
            await SweptRun.SweepAsync(Options($"shard-{number}-of-4") with { Shard = new Shard(number, Shards) });
        var whole = Read("whole");
        string[] parts = [.. Enumerable.Range(1, Shards).Select(n => _folder[$"shard-{n}-of-4"])];
        var held = parts.Select(p => RunReader.Read(p).Trials).ToArray();
        held.Should().OnlyContain(t => t.Count > 0);
        held.Sum(t => t.Count).Should().Be(whole.Trials.Count, "no trial is in two shards");
        held.SelectMany(t => t.GroupBy(r => (r.Model, r.DocumentId))).Should().OnlyHaveUniqueItems(g => g.Key, "no document is parted from its cache");

        (await RunMerge.RunAsync(parts, _folder["a"], Stop)).Missing.Should().BeEmpty();
        await RunMerge.RunAsync([parts[3], parts[1], parts[1]], _folder["b"], Stop);
        (await RunMerge.RunAsync([parts[0], parts[2], parts[1]], _folder["b"], Stop)).Missing.Should().BeEmpty("what was merged before counts");
        foreach (var name in new[] { "a", "b" })
        {
            var merged = Read(name);
            merged.Trials.Select(t => (t.Key, t.Outcome, t.Response, t.AskedAs)).Should().Equal(whole.Trials.Select(t => (t.Key, t.Outcome, t.Response, t.AskedAs)));
            merged.Documents.Select(d => d.Sha256).Should().Equal(whole.Documents.Select(d => d.Sha256));
            RunManifest.Differences(whole.Manifest, merged.Manifest).Should().BeEmpty("the whole sweep goes on in the merged run");
        }

        Read("b").Seal.Should().Be(Read("a").Seal, "order and steps leave no trace");
        var again = await RunMerge.RunAsync([_folder["a"], parts[2], _folder["b"]], _folder["a2"], Stop);
        (again.Missing.Count, again.Finished, Read("a2").Seal).Should().Be((0, whole.Trials.Count, Read("a").Seal));
    }

    [Fact]
    public async Task Of_two_runs_of_one_shard_the_same_rows_are_kept_in_any_order()
    {
        var options = Options("one") with { Models = ["builtin/guess"], Shard = new Shard(1, 2) };
        await SweptRun.SweepAsync(options);
        await SweptRun.SweepAsync(options with { OutputDirectory = _folder["two"] });
        // As a node that was taken for lost and came back leaves it: the same questions, answered otherwise.
        Execute("two", "UPDATE trials SET response = 'Answer: ' || chain, total_seconds = chain + 1; UPDATE models SET vram_bytes = 7");
        Execute("one", "UPDATE trials SET outcome = 'Failed', fault = 'gone' WHERE chain = 2");
        var first = await RunMerge.RunAsync([_folder["one"], _folder["two"]], _folder["a"], Stop);
        await RunMerge.RunAsync([_folder["two"], _folder["one"]], _folder["b"], Stop);
        await RunMerge.RunAsync([_folder["two"]], _folder["c"], Stop);
        await RunMerge.RunAsync([_folder["one"]], _folder["c"], Stop);
        Read("a").Trials.Should().Equal(Read("b").Trials).And.Equal(Read("c").Trials);
        new[] { Read("b").Seal, Read("c").Seal }.Should().AllBe(Read("a").Seal);
        Read("a").Trials.Where(t => t.Chain == 2).Should().OnlyContain(t => t.Outcome != Outcome.Failed && t.Response == "Answer: 2");
        Read("a").Trials.Select(t => t.Response!.Length > 10).Distinct().Should().HaveCount(2, "neither run wins as a whole");
        first.Missing.Select(m => m.Shard.ToString()).Should().Equal("2/2");
    }

    [Fact]
    public async Task Each_shard_that_is_missing_or_not_whole_is_named_with_a_command_that_makes_it()
    {
        for (var number = 1; number <= 3; number++)
            await SweptRun.SweepAsync(Options($"set/shard-{number}-of-4") with { Shard = new Shard(number, Shards) });
        Execute("set/shard-2-of-4", "DELETE FROM trials WHERE chain = 1");
        var merged = await RunMerge.RunAsync([.. ShardFolders.For(_folder["set"])], _folder["merged"], Stop);
        merged.Missing.Select(m => (m.Shard.Number, m.Trials is null, m.Directory)).Should().Equal(
            (2, false, _folder["set/shard-2-of-4"]), (4, true, _folder["set/shard-4-of-4"]));
        merged.Missing[0].Finished.Should().BeLessThan(merged.Missing[0].Trials!.Value);

        var manifest = RunReader.ReadManifest(_folder["merged"]);
        foreach (var missing in merged.Missing)
        {
            var command = SweepArguments.Of(manifest, missing);
            command.Should().StartWith("haystack sweep --model builtin/window-1024 --model builtin/guess ").And.EndWith($" --shard {missing.Shard} --out {missing.Directory}");
            // Nothing in it needs quotes, so a blank parts its words.
            (await Haystack.Cli.Program.RunAsync([.. command.Split(' ')[1..], "--ui", "none"])).Should().BeOneOf([0, 2], "readers that guess may be found not credible");
        }

        (await RunMerge.RunAsync([.. ShardFolders.For(_folder["set"])], _folder["merged"], Stop)).Missing.Should().BeEmpty();
        await SweptRun.SweepAsync(Options("whole"));
        Read("merged").Trials.Select(t => (t.Key, t.Outcome, t.Response)).Should().Equal(Read("whole").Trials.Select(t => (t.Key, t.Outcome, t.Response)));
    }

    [Fact]
    public async Task What_is_of_another_plan_or_division_is_refused_and_so_is_a_shard_begun_otherwise()
    {
        await SweptRun.SweepAsync(Options("a") with { Shard = new Shard(1, 2) });
        await SweptRun.SweepAsync(Options("b") with { Shard = new Shard(1, 3) });
        await SweptRun.SweepAsync(Options("c") with { Shard = new Shard(2, 2), Documents = 5 });
        await RefusedAsync(["a", "b"], "*in 3 shards*in 2: merge each division by itself*");
        await RefusedAsync(["a", "c"], "*documents: 6 → 5*only runs of the same plan*");
        await SweptRun.SweepAsync(Options("d") with { Shard = new Shard(2, 2) });
        Execute("d", "UPDATE manifest SET value = 'feedfeedfeedfeed' WHERE name = 'shard_plan'");
        await RefusedAsync(["a", "d"], "*deal the documents to their shards otherwise*");
        Execute("d", "UPDATE documents SET sha256 = 'beef'");
        var other = async () => await SweptRun.SweepAsync(Options("a") with { Shard = new Shard(1, 3) });
        await other.Should().ThrowAsync<HaystackException>().WithMessage("*shard: 1/2 → 1/3*");
        var whole = async () => await SweptRun.SweepAsync(Options("a"));
        await whole.Should().ThrowAsync<HaystackException>().WithMessage("*shard: 1/2 → (none)*");
        var adaptive = async () => await SweptRun.SweepAsync(Options("e") with { Shard = new Shard(1, 2), CiWidth = 0.2 });
        await adaptive.Should().ThrowAsync<HaystackException>().WithMessage("*--ci-width and --shard do not go together*");

        async Task RefusedAsync(string[] runs, string words)
        {
            var merge = () => RunMerge.RunAsync([.. runs.Select(r => _folder[r])], _folder["m"], Stop);
            await merge.Should().ThrowAsync<HaystackException>().WithMessage(words);
            Directory.Exists(_folder["m"]).Should().BeFalse("nothing is written before all manifests were looked at");
        }
    }

    private SweepOptions Options(string name) => new()
    {
        Models = ["builtin/window-1024", "builtin/guess"],
        Contexts = [1024, 2048],
        MaxContextTokens = 4096,
        Documents = 6,
        ChainsPerDocument = 4,
        Corpus = "prose",
        Arms = [Arm.Pair, Arm.First, Arm.Absent, Arm.ClosedBook],
        OutputDirectory = _folder[name],
    };

    private RunData Read(string name) => RunReader.Read(_folder[name], withTexts: true);

    private void Execute(string name, string sql) => SweptRun.Execute(_folder[name], sql);
}
