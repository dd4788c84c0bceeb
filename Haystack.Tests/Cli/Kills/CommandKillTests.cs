using System.Diagnostics;
using FluentAssertions;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli.Kills;

/// <summary>Each command that writes, killed outright at random moments and then let come to its end: nothing is lost, half or left behind.</summary>
[Collection(AloneTests.Name)]
[Trait("Category", "Slow")]
public sealed class CommandKillTests(ITestOutputHelper output) : IDisposable
{
    private const int KillsEach = 13;
    private const int KillsBetweenEnds = 7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_hundred_kills_over_all_commands_leave_nothing_lost_half_or_behind()
    {
        Directory.CreateDirectory(_folder["made"]);
        await KillFixture.MakeAsync(_folder["made"]);
        var clock = Stopwatch.StartNew();
        var kills = 0;
        await Parallel.ForAsync(0, KilledCommand.All.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (index, _) => Interlocked.Add(ref kills, await KillAsync(KilledCommand.All[index], index)));
        output.WriteLine($"{kills} kills of {KilledCommand.All.Count} commands in {clock.Elapsed.TotalSeconds:0} s");
        kills.Should().BeGreaterThanOrEqualTo(200);
    }

    private async Task<int> KillAsync(KilledCommand command, int index)
    {
        var before = FolderState.Of(_folder["made"]);
        var folder = Fresh($"{index}-end");
        var clock = Stopwatch.StartNew();
        var ended = await RunAsync(command, folder);
        var (time, code) = (clock.Elapsed, ended.ExitCode);
        code.Should().BeOneOf([0, 2], $"{command.Arguments}: {ended.Error}");
        var end = FolderState.Of(folder);
        var chance = new Seed(2026).Derive("kills of commands", index).Stream();
        // What ends before it is killed counts for nothing, and is killed earlier the next time.
        var (kills, tries, late) = (0, 0, 1.0);
        while (kills < KillsEach)
        {
            (++tries).Should().BeLessThan(KillsEach * 6, $"{command.Arguments} is killed before its end");
            if (kills % KillsBetweenEnds == 0 || late < 1)
                folder = Fresh($"{index}-{tries}");
            if (await KillAsync(command, folder, TimeSpan.FromTicks((long)(time.Ticks * (0.2 + (0.8 * chance.NextDouble())) * late))))
                (kills, late) = (kills + 1, Math.Min(1, late * 1.1));
            else
                late *= 0.8;
            FolderState.Of(folder).RequireBetween(before, end, $"{command.Arguments}, kill {kills}");
            if (kills % KillsBetweenEnds != 0 && kills < KillsEach)
                continue;
            ended = await RunAsync(command, folder);
            ended.ExitCode.Should().BeOneOf([code, command.AlsoEndsWith ?? code], $"{command.Arguments}: {ended.Error}");
            FolderState.Of(folder).RequireEnd(end, $"{command.Arguments} after {kills} kills");
        }

        output.WriteLine($"{command.Arguments}: {kills} kills in {clock.Elapsed.TotalSeconds:0} s, {tries} tries, {time.TotalSeconds:0.0} s when let alone");
        return kills;
    }

    // True where it was killed, false where it had ended.
    private static async Task<bool> KillAsync(KilledCommand command, string folder, TimeSpan moment)
    {
        using var process = HaystackProcess.Start(folder, command.Arguments.Split(' '), KillFixture.Home(folder), hasInput: command.Input is not null);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        if (command.Input is not null)
            await process.StandardInput.WriteAsync(command.Input);
        if (command.Input is not null)
            process.StandardInput.Close();
        await Task.WhenAny(process.WaitForExitAsync(TestContext.Current.CancellationToken), Task.Delay(moment, TestContext.Current.CancellationToken));
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await said;
        return process.ExitCode == 137;
    }

    private static Task<HaystackProcess.Ended> RunAsync(KilledCommand command, string folder) =>
        HaystackProcess.RunAsync(folder, command.Arguments.Split(' '), KillFixture.Home(folder), command.Input);

    private string Fresh(string name)
    {
        var folder = _folder[name];
        foreach (var path in Directory.EnumerateFiles(_folder["made"], "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder["made"], path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return folder;
    }
}
