using FluentAssertions;
using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Storage;

/// <summary>What a person said of a reply stands beside the machine's reading, and nothing that reads or writes scores loses it.</summary>
public sealed class VerdictTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Manifest = new(Rows.Manifest) { ["models"] = "m" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_verdict_counts_and_the_machines_reading_stays_beside_it()
    {
        var ambiguous = Rows.Trial(1, Outcome.Ambiguous, "Answer: Tavrenko or Mellin");
        await StoreAsync("run", [ambiguous, Rows.Trial(2)], Said(ambiguous, Outcome.Correct));
        var read = RunReader.Read(_folder["run"]).Trials.Single(t => t.Key == ambiguous.Key);
        read.Outcome.Should().Be(Outcome.Correct);
        read.ReadAs.Should().Be(Outcome.Ambiguous);
        read.Verdict.Should().Be(Said(ambiguous, Outcome.Correct));
        Value("run", $"SELECT outcome FROM trials WHERE key = '{ambiguous.Key}'").Should().Be("Ambiguous", "the machine's reading is not overwritten");
    }

    [Fact]
    public async Task Scoring_again_changes_the_machines_reading_and_keeps_the_verdict()
    {
        var trial = Rows.Trial(1, Outcome.Ambiguous, "Answer: Tavrenko or Mellin");
        await StoreAsync("run", [trial], Said(trial, Outcome.Abstained));
        await using (var store = RunStore.Open(_folder["run"], Manifest))
            await store.PutScoresAsync([trial with { Outcome = Outcome.OtherChain, ReadAs = Outcome.OtherChain }], "2");
        var read = RunReader.Read(_folder["run"]).Trials.Single();
        (read.Outcome, read.ReadAs, read.Verdict!.By).Should().Be((Outcome.Abstained, Outcome.OtherChain, "anna"));
    }

    [Fact]
    public async Task A_row_that_is_stored_again_is_stored_as_the_machine_read_it()
    {
        var trial = Rows.Trial(1, Outcome.Ambiguous, "x");
        await StoreAsync("run", [trial with { Outcome = Outcome.Correct, ReadAs = Outcome.Ambiguous }]);
        Value("run", "SELECT outcome FROM trials").Should().Be("Ambiguous");
    }

    [Fact]
    public async Task The_latest_verdict_counts_whoever_gave_it_and_each_persons_own_is_kept()
    {
        var trial = Rows.Trial(1, Outcome.Ambiguous, "x");
        await StoreAsync(
            "run", [trial],
            Said(trial, Outcome.Correct), Said(trial, Outcome.Invented) with { By = "ben", At = Monday.AddDays(1) }, Said(trial, Outcome.OneHop) with { At = Monday.AddDays(-1) });
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Single().Outcome.Should().Be(Outcome.Invented);
        run.Verdicts.Select(v => (v.By, v.Outcome)).Should().Equal(("anna", Outcome.Correct), ("ben", Outcome.Invented));
    }

    [Fact]
    public async Task A_verdict_about_another_reply_does_not_hold()
    {
        var trial = Rows.Trial(1, Outcome.Ambiguous, "one reply");
        await StoreAsync("run", [trial], Said(trial with { Response = "another reply" }, Outcome.Correct));
        var read = RunReader.Read(_folder["run"]).Trials.Single();
        (read.Outcome, read.Verdict).Should().Be((Outcome.Ambiguous, null));
    }

    [Fact]
    public async Task Stores_made_before_there_were_verdicts_are_read_and_can_be_judged()
    {
        var trial = Rows.Trial(1, Outcome.Ambiguous, "x");
        await StoreAsync("run", [trial]);
        using (var connection = Connect("run"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE verdicts";
            command.ExecuteNonQuery();
        }

        RunReader.Read(_folder["run"]).Trials.Single().Verdict.Should().BeNull();
        await using (var store = RunStore.Open(_folder["run"], Manifest))
            await store.PutVerdictAsync(Said(trial, Outcome.Correct));
        RunReader.Read(_folder["run"]).Trials.Single().Outcome.Should().Be(Outcome.Correct);
    }

    [Fact]
    public async Task A_merged_run_has_the_verdicts_of_all()
    {
        var (one, two) = (Rows.Trial(1, Outcome.Ambiguous, "x"), Rows.Trial(2, Outcome.Ambiguous, "y"));
        await StoreAsync("a", [one], Said(one, Outcome.Correct));
        await StoreAsync("b", [two], Said(two, Outcome.OneHop));
        await RunMerge.RunAsync([_folder["a"], _folder["b"]], _folder["merged"], TestContext.Current.CancellationToken);
        var merged = RunReader.Read(_folder["merged"]);
        merged.Trials.Select(t => (t.Outcome, t.ReadAs)).Should().Equal((Outcome.Correct, Outcome.Ambiguous), (Outcome.OneHop, Outcome.Ambiguous));
        Value("merged", "SELECT count(*) FROM trials WHERE outcome = 'Ambiguous'").Should().Be(2L);
    }

    [Fact]
    public void The_draw_is_by_chance_and_a_larger_one_begins_with_the_smaller()
    {
        var trials = Enumerable.Range(0, 400).Select(i => Rows.Trial(i, i % 40 == 0 ? Outcome.Failed : i % 40 == 1 ? Outcome.Empty : i % 2 == 0 ? Outcome.Correct : Outcome.Invented)).ToArray();
        var small = ReviewDraw.Sample(trials, 50);
        ReviewDraw.Sample(trials.Reverse(), 120).Take(50).Should().Equal(small);
        small.Should().NotContain(t => t.Outcome == Outcome.Failed || t.Outcome == Outcome.Empty, "nothing was read there");
        small.Count(t => t.Outcome == Outcome.Correct).Should().BeInRange(15, 35);
    }

    [Fact]
    public void The_readings_error_counts_drawn_replies_that_the_machine_settled()
    {
        var judged = new[]
        {
            Judged(1, Outcome.Correct, Outcome.Correct), Judged(2, Outcome.Correct, Outcome.Invented), Judged(3, Outcome.OneHop, Outcome.Correct),
            Judged(4, Outcome.OneHop, Outcome.Invented), Judged(5, Outcome.Ambiguous, Outcome.Correct), Judged(6, Outcome.Correct, Outcome.OneHop, sampled: false),
        };
        ReadingError.Of(judged).Should().Be(new ReadingError(new Proportion(3, 4), CalledRight: 1, CalledWrong: 1));
        ReadingError.Of([Rows.Trial(1)]).Should().BeNull();
    }

    private static TrialRow Judged(int number, Outcome read, Outcome said, bool sampled = true)
    {
        var trial = Rows.Trial(number, read);
        return trial with { Outcome = said, ReadAs = read, Verdict = Said(trial, said) with { IsSampled = sampled } };
    }

    private static Verdict Said(TrialRow trial, Outcome outcome) => new()
    {
        Trial = trial.Key,
        Outcome = outcome,
        By = "anna",
        At = Monday,
        ReadAs = trial.Outcome,
        ReplySha256 = VerdictTable.ReplyHash(trial.Response),
        IsSampled = false,
    };

    private async Task StoreAsync(string name, IEnumerable<TrialRow> trials, params Verdict[] verdicts)
    {
        await using var store = RunStore.Open(_folder[name], Manifest);
        await store.PutModelAsync(Rows.Model(), 0);
        foreach (var trial in trials)
            await store.AppendAsync(trial);
        foreach (var verdict in verdicts)
            await store.PutVerdictAsync(verdict);
    }

    private SqliteConnection Connect(string name)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder[$"{name}/run.db"], Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private object? Value(string name, string sql)
    {
        using var connection = Connect(name);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
