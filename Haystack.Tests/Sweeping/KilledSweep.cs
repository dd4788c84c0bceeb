using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Inference.Probing;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>One run whose process is killed again and again; after each kill everything that was promised is checked.</summary>
internal sealed partial class KilledSweep(KillServer server, string directory, Seed seed, int parallel)
{
    private const int Trials = 3 * 26;

    private readonly RandomStream _chance = seed.Stream();
    private readonly int _firstRequest = server.Count;
    private Dictionary<string, TrialRow> _stored = [];
    private int _kills, _fruitless;

    /// <summary>Whether every trial is stored: from then on there is nothing left to lose.</summary>
    public bool IsWhole => _stored.Count == Trials;

    private string[] Arguments =>
    [
        "sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "3", "--cache", "on", "--parallel", parallel.ToString(CultureInfo.InvariantCulture),
        "--seed", (seed.Value >> 1).ToString(CultureInfo.InvariantCulture), "--out", directory, "--ui", "plain", "--progress-every", "0.000001s",
    ];

    /// <summary>Starts the program, kills it, and looks at what is left. False where it had come to its end before.</summary>
    public async Task<bool> KillOnceAsync(KillTally tally)
    {
        var asked = server.Count;
        using var process = HaystackProcess.Start(Path.GetDirectoryName(directory)!, Arguments);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await WaitAsync(process, asked);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var ended = process.ExitCode == 0;
        Check(await said, asked, tally);
        if (!ended)
            tally.Kills++;
        return !ended;
    }

    /// <summary>Starts the program, does something to it once <paramref name="questions"/> were asked, waits for its end, and looks at what is left.</summary>
    /// <returns>What the process came to.</returns>
    public async Task<HaystackProcess.Ended> StopAsync(int questions, Func<Process, Task> stop)
    {
        var asked = server.Count;
        using var process = HaystackProcess.Start(Path.GetDirectoryName(directory)!, Arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (server.Questions(asked).Count < questions)
        {
            process.HasExited.Should().BeFalse();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await stop(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Check(await said, asked, new KillTally());
        _stored.Should().NotBeEmpty().And.HaveCountLessThan(Trials);
        return new(process.ExitCode, await output, await said);
    }

    /// <summary>Lets the program come to its end: the run then has each planned trial, once.</summary>
    public async Task FinishAsync(KillTally tally)
    {
        var asked = server.Count;
        var ended = await HaystackProcess.RunAsync(Path.GetDirectoryName(directory)!, Arguments);
        ended.ExitCode.Should().Be(0, ended.Error);
        Check(ended.Error, asked, new KillTally());
        _stored.Should().HaveCount(Trials);
        _stored.Values.Select(t => (t.DocumentId, t.Chain, t.Arm)).Should().OnlyHaveUniqueItems();
        _stored.Values.Should().OnlyContain(t => t.Outcome == Outcome.Correct && t.PromptTokensCounted == t.PromptTokensPlanned);
        var questions = server.Questions(_firstRequest);
        questions.Select(q => q.Sha256).Distinct().Should().BeEquivalentTo(_stored.Values.Select(t => t.PromptSha256).Distinct(), "nothing is asked but what was planned");
        tally.AskedTwice += questions.Count - Trials;
        tally.Runs++;
    }

    /// <summary>Mostly until some questions were asked, and then a moment; now and then a moment after the start, or after the last question.</summary>
    private async Task WaitAsync(Process process, int asked)
    {
        var (kind, moment) = (_chance.Next(20), _chance.NextDouble());
        // A run's first kill is half the time one of the start: later there is a store already.
        if (kind < (_kills++ == 0 ? 10 : 2))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1_200 * moment), TestContext.Current.CancellationToken);
            return;
        }

        // Probes come first, one of each kind of text, and the dry question where its answer is not stored yet. The last few questions are waited for together, and then a longer
        // moment: a kill before each last answer would never let the run end.
        var left = Trials - _stored.Count;
        var isLast = kind == 2 || left <= 5;
        var dry = _stored.Count == 0 ? 1 : 0;
        var target = asked + ProbeTexts.All.Count + dry + (isLast ? left : Math.Min(left, _chance.Next(14)));
        var patience = Stopwatch.StartNew();
        while (server.Count < target && !process.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60))
            await Task.Delay(1, TestContext.Current.CancellationToken);
        // On a slow machine an answer takes longer from the socket to the disk: kills that nothing came of wait longer each time.
        await Task.Delay(TimeSpan.FromMilliseconds((isLast ? 800 : 25) * moment * (1 << Math.Min(_fruitless, 5))), TestContext.Current.CancellationToken);
    }

    private void Check(string said, int asked, KillTally tally)
    {
        if (!File.Exists(Path.Combine(directory, "run.db")))
        {
            (_stored.Count, Acknowledged(said)).Should().Be((0, 0), said);
            tally.BeforeStore++;
            return;
        }

        RequireSound();
        var now = RunReader.Read(directory, withTexts: true).Trials.ToDictionary(t => t.Key);
        now.Count.Should().BeGreaterThanOrEqualTo(Acknowledged(said), $"a trial that was reported is on disk:\n{said}");
        _stored.Where(t => now.GetValueOrDefault(t.Key) != t.Value).Should().BeEmpty("what was stored stays, and as it was");
        var known = _stored.Values.Select(t => t.PromptSha256).ToHashSet();
        var questions = server.Questions(asked);
        questions.Where(q => known.Contains(q.Sha256)).Should().BeEmpty("what was stored at the start is not asked again");
        var bySha = questions.ToLookup(q => q.Sha256, q => q.Index);
        foreach (var trial in now.Values.Where(t => !_stored.ContainsKey(t.Key)))
            bySha[trial.PromptSha256].Select(i => $"This is reply {i}. ").Should().Contain(trial.Response![..(trial.Response!.IndexOf(". ", StringComparison.Ordinal) + 2)], "a row holds the answer to its own question");
        tally.Acknowledged += Math.Max(0, Acknowledged(said) - _stored.Count);
        if (now.Count == Trials)
            tally.AfterLast++;
        _fruitless = now.Count == _stored.Count ? _fruitless + 1 : 0;
        _stored = now;
    }

    private void RequireSound()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "run.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        command.ExecuteScalar().Should().Be("ok");
    }

    /// <summary>The last count of finished trials that the program printed whole.</summary>
    private static int Acknowledged(string said) =>
        ProgressLine().Matches(said).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"^(\d+)/\d+ trials ", RegexOptions.Multiline)]
    private static partial Regex ProgressLine();
}
