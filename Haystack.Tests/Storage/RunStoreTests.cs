using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Storage;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_stored_is_read_back_whole()
    {
        await StoreAsync(store => store.PutModelAsync(Rows.Model(), 0), store => store.AppendAsync(Rows.Trial(1)));
        var run = RunReader.Read(Run, withTexts: true);
        run.Trials.Should().ContainSingle().Which.Should().Be(Rows.Trial(1));
        run.Models.Should().ContainSingle().Which.Should().BeEquivalentTo(Rows.Model());
        run.Manifest.Should().BeEquivalentTo(Rows.Manifest);
        RunReader.Read(Run).Trials[0].Response.Should().BeNull("texts are left in the store unless they are asked for");
    }

    [Fact]
    public async Task A_trial_is_stored_once()
    {
        await StoreAsync(store => store.AppendAsync(Rows.Trial(1)), store => store.AppendAsync(Rows.Trial(1, Outcome.Invented)));
        RunReader.Read(Run).Trials.Should().ContainSingle().Which.Outcome.Should().Be(Outcome.Correct);
    }

    [Fact]
    public async Task A_failed_trial_is_not_finished_and_a_later_attempt_replaces_it()
    {
        await StoreAsync(store => store.AppendAsync(Rows.Trial(1, Outcome.Failed)), store => store.AppendAsync(Rows.Trial(2)));
        await using (var store = RunStore.Open(Run, Rows.Manifest))
        {
            store.FinishedKeys().Should().Equal(Rows.Trial(2).Key);
            await store.AppendAsync(Rows.Trial(1));
        }

        RunReader.Read(Run).Trials.Should().HaveCount(2).And.OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task Changed_options_are_refused_with_every_difference()
    {
        await StoreAsync();
        var other = new Dictionary<string, string>(Rows.Manifest) { ["seed"] = "2", ["documents"] = "17", ["info_tool_version"] = "0.2.0" };
        FluentActions.Invoking(() => RunStore.Open(Run, other)).Should().Throw<HaystackException>()
            .WithMessage("*documents: 16 → 17; seed: 1 → 2*").And.Message.Should().NotContain("info_");
        RunReader.Read(Run).Manifest["seed"].Should().Be("1");
    }

    [Fact]
    public async Task A_model_pulled_again_under_the_same_name_is_refused()
    {
        await StoreAsync(store => store.PutModelAsync(Rows.Model(), 0));
        await using var store = RunStore.Open(Run, Rows.Manifest);
        await FluentActions.Awaiting(() => store.PutModelAsync(Rows.Model("sha256:2"), 0)).Should().ThrowAsync<HaystackException>()
            .WithMessage("*digest: sha256:1 → sha256:2*");
    }

    [Fact]
    public async Task Two_writers_on_one_run_are_refused()
    {
        await using var first = RunStore.Open(Run, Rows.Manifest);
        FluentActions.Invoking(() => RunStore.Open(Run, Rows.Manifest)).Should().Throw<HaystackException>().WithMessage("*in use by another haystack process*");
    }

    [Fact]
    public void A_directory_with_other_files_is_not_a_run_and_stays_as_it_is()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "letter.txt"), "dear");
        FluentActions.Invoking(() => RunStore.Open(Run, Rows.Manifest)).Should().Throw<HaystackException>().WithMessage("*is not a run*");
        Directory.EnumerateFileSystemEntries(Run).Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_process_left_that_was_killed_while_it_made_the_store_is_no_hindrance()
    {
        Directory.CreateDirectory(Run);
        foreach (var name in (string[])["run.lock", "run.db.new", "run.db.new-journal"])
            File.WriteAllText(Path.Combine(Run, name), "half");
        await StoreAsync(store => store.AppendAsync(Rows.Trial(1)));
        RunReader.Read(Run).Trials.Should().ContainSingle();
        Directory.EnumerateFiles(Run).Select(Path.GetFileName).Should().BeEquivalentTo("run.db", "run.lock");
    }

    [Theory]
    [InlineData("this is not a database, and it is longer than a header of one hundred bytes, so that SQLite reads all of it.")]
    [InlineData("")]
    public void A_damaged_store_is_named_as_such(string content)
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "run.db"), content);
        FluentActions.Invoking(() => RunReader.Read(Run)).Should().Throw<HaystackException>().WithMessage("*run.db*");
        FluentActions.Invoking(() => RunStore.Open(Run, Rows.Manifest)).Should().Throw<HaystackException>().WithMessage("*run.db*");
    }

    [Fact]
    public async Task A_store_of_another_version_is_refused()
    {
        await StoreAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Run, "run.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        FluentActions.Invoking(() => RunReader.Read(Run)).Should().Throw<HaystackException>().WithMessage("*store version 99*");
    }

    [Fact]
    public async Task A_store_made_before_readings_were_kept_is_read_and_gone_on_with()
    {
        await StoreAsync(store => store.AppendAsync(Rows.Trial(1)));
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Run, "run.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE seals; ALTER TABLE trials DROP COLUMN reading";
            command.ExecuteNonQuery();
        }

        RunReader.Read(Run, withTexts: true).Trials.Should().ContainSingle().Which.Should().Be(Rows.Trial(1) with { Reading = null });
        await StoreAsync(store => store.AppendAsync(Rows.Trial(2)));
        RunReader.Read(Run, withTexts: true).Trials.Select(t => t.Reading).Should().Equal(null, Rows.Trial(2).Reading);
    }

    [Fact]
    public async Task A_thousand_trials_share_commits()
    {
        await using (var store = RunStore.Open(Run, Rows.Manifest))
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => store.AppendAsync(Rows.Trial(i))));
        RunReader.Read(Run).Trials.Should().HaveCount(1000);
        File.Exists(Path.Combine(Run, "run.db-wal")).Should().BeFalse("a closed run is one file");
    }

    private async Task StoreAsync(params Func<RunStore, Task>[] writes)
    {
        await using var store = RunStore.Open(Run, Rows.Manifest);
        foreach (var write in writes)
            await write(store);
    }
}
