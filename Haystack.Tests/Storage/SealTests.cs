using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Xunit;

namespace Haystack.Tests.Storage;

/// <summary>A run is read as it was stored, or not at all.</summary>
public sealed class SealTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flipped_bit_is_seen_wherever_it_changes_what_is_read()
    {
        await SealedRun.MakeAsync(Run);
        var whole = File.ReadAllBytes(_folder["run/run.db"]);
        var stored = SealedRun.Everything(RunReader.Read(Run, withTexts: true));
        var stream = new Seed(17).Derive("bits").Stream();
        var (seen, without) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            var damaged = whole.ToArray();
            // The first hundred anywhere, the others behind the page of the schema, where the rows and their seals are.
            damaged[(i < 100 ? 0 : 4096) + stream.Next(whole.Length - (i < 100 ? 0 : 4096))] ^= (byte)(1 << stream.Next(8));
            File.WriteAllBytes(_folder["run/run.db"], damaged);
            try
            {
                SealedRun.Everything(RunReader.Read(Run, withTexts: true)).Should().Be(stored);
                without++;
            }
            catch (HaystackException e)
            {
                e.Message.Should().NotContain("\n").And.Contain("run.db");
                seen++;
            }
        }

        seen.Should().BeGreaterThan(60);
        without.Should().BePositive("free space has bits too");
    }

    [Theory]
    [InlineData("UPDATE trials SET outcome = 'Correct' WHERE outcome = 'Invented'", "trials * is not what was stored")]
    [InlineData("UPDATE trials SET response = response || ' ' WHERE key LIKE '%2'", "trials * is not what was stored")]
    [InlineData("UPDATE trials SET total_seconds = total_seconds + 0.001", "trials * is not what was stored")]
    [InlineData("DELETE FROM trials WHERE key LIKE '%3'", "trials * is lost")]
    [InlineData("DELETE FROM seals WHERE kind = 'trials'", "trials * has no seal*")]
    [InlineData("DELETE FROM trials WHERE key LIKE '%3'; DELETE FROM seals WHERE kind = 'trials' AND NOT EXISTS (SELECT 1 FROM trials WHERE key = id)", "the seal of the whole run does not fit its rows")]
    [InlineData("UPDATE manifest SET value = '2' WHERE name = 'seed'", "manifest 'seed' is not what was stored")]
    [InlineData("UPDATE models SET digest = 'sha256:other'", "models * is not what was stored")]
    [InlineData("UPDATE documents SET facts = replace(facts, 'the', 'teh')", "documents * is not what was stored")]
    [InlineData("UPDATE verdicts SET outcome = 'Correct'", "verdicts * is not what was stored")]
    [InlineData("UPDATE seals SET sha256 = 'x' WHERE kind = 'run'", "the seal of the whole run does not fit its rows")]
    public async Task A_changed_run_is_refused_with_what_has_changed(string sql, string what)
    {
        await SealedRun.MakeAsync(Run);
        SealedRun.Execute(Run, sql);
        FluentActions.Invoking(() => RunReader.Read(Run)).Should().Throw<HaystackException>().WithMessage($"*run.db has changed since it was written: {what} (haystack verify *");
    }

    [Fact]
    public async Task Whatever_writes_a_run_seals_what_it_wrote()
    {
        await SealedRun.MakeAsync(Run);
        var first = RunReader.Read(Run).Seal;
        first.Should().HaveLength(64);
        await SealedRun.MakeAsync(Run);
        RunReader.Read(Run).Seal.Should().Be(first, "what is there already is not written again");
        await using (var store = RunStore.Open(Run, Rows.Manifest))
        {
            await store.AppendAsync(Rows.Trial(900, Outcome.Failed));
            await store.AppendAsync(Rows.Trial(900));
            await store.PutScoresAsync([Rows.Trial(1, Outcome.Invented)], "9.9");
            RunReader.Read(Run).Trials.Should().HaveCount(61, "a run may be read while it is written");
        }

        var changed = RunReader.Read(Run, withTexts: true);
        changed.Seal.Should().NotBe(first);
        // The same rows have the same seal, in whatever order they came.
        await using (var other = RunStore.Open(_folder["other"], changed.Manifest))
        {
            await other.PutVerdictAsync(changed.Verdicts[0]);
            foreach (var trial in changed.Trials.Reverse())
                await other.AppendAsync(trial);
            foreach (var document in changed.Documents)
                await other.PutDocumentAsync(document);
            await other.PutModelAsync(changed.Models[0], 0);
        }

        RunReader.Read(_folder["other"]).Seal.Should().Be(changed.Seal);
    }

    [Fact]
    public async Task An_earlier_run_is_read_and_said_to_be_unsealed_until_it_is_gone_on_with()
    {
        await SealedRun.MakeAsync(Run);
        SealedRun.Execute(Run, "DROP TABLE seals");
        RunReader.Read(Run).Seal.Should().BeNull();
        RunReader.Verify(Run, 1).Should().BeNull();
        var told = await HaystackProcess.RunAsync(_folder.Path, ["export", "run", "--out", "run.csv"]);
        (told.ExitCode, told.Error).Should().Be((0, "run is not sealed (an earlier version made it): whether it is as it was stored cannot be told\n"));
        (await HaystackProcess.RunAsync(_folder.Path, ["verify", "run"])).ExitCode.Should().Be(1);
        await using (RunStore.Open(Run, Rows.Manifest))
        {
        }

        RunReader.Read(Run).Seal.Should().NotBeNull();
        var verified = await HaystackProcess.RunAsync(_folder.Path, ["verify", "run"]);
        verified.ExitCode.Should().Be(0, verified.Error);
        verified.Output.Trim().Should().Be(RunReader.Read(Run).Seal);
        verified.Error.Should().Contain("60 trials, 3 documents and 1 model are as they were stored; what an earlier version had stored is sealed as it was found");
    }
}
