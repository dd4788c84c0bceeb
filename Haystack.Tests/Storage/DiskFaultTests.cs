using System.Diagnostics;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Xunit;

namespace Haystack.Tests.Storage;

/// <summary>Faults of the disk, on real file systems that the test mounts (as root; elsewhere they skip).</summary>
[Trait("Category", "Live")]
public sealed class DiskFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mounts = [];

    public void Dispose()
    {
        foreach (var mount in _mounts)
            Run("umount", mount);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_that_was_acknowledged()
    {
        var disk = Mount("size=512k");
        var acknowledged = 0;
        HaystackException? fault = null;
        try
        {
            await using var store = RunStore.Open(Path.Combine(disk, "run"), Rows.Manifest);
            for (; acknowledged < 10_000; acknowledged++)
                await store.AppendAsync(Rows.Trial(acknowledged, response: new string('x', 2000)));
        }
        catch (HaystackException e)
        {
            fault = e;
        }

        fault.Should().NotBeNull();
        fault!.Message.Should().Contain("the disk is full");
        acknowledged.Should().BeGreaterThan(10);
        Run("mount", "-o", "remount,size=8m", disk);
        RunReader.Read(Path.Combine(disk, "run")).Trials.Should().HaveCount(acknowledged);
        await using var again = RunStore.Open(Path.Combine(disk, "run"), Rows.Manifest);
        await again.AppendAsync(Rows.Trial(acknowledged));
        again.FinishedKeys().Should().HaveCount(acknowledged + 1);
    }

    [Fact]
    public async Task A_read_only_disk_is_said_before_anything_is_asked_and_can_still_be_read()
    {
        var disk = Mount("size=8m");
        await using (var store = RunStore.Open(Path.Combine(disk, "run"), Rows.Manifest))
            await store.AppendAsync(Rows.Trial(1));
        Run("mount", "-o", "remount,ro", disk);
        FluentActions.Invoking(() => RunStore.Open(Path.Combine(disk, "run"), Rows.Manifest)).Should().Throw<HaystackException>();
        RunReader.Read(Path.Combine(disk, "run")).Trials.Should().ContainSingle();
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "1", "--out", Path.Combine(disk, "other")]);
        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Contain("haystack: ").And.NotContain("   at ");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_sweep_onto_a_disk_that_fills_up_stops_with_one_line_and_goes_on_once_there_is_room()
    {
        var disk = Mount("size=700k");
        string[] sweep = ["sweep", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "40", "--out", Path.Combine(disk, "run"), "--ui", "plain", "--progress-every", "0.001s"];
        var full = await HaystackProcess.RunAsync(_folder.Path, sweep);
        full.ExitCode.Should().Be(1, full.Error);
        full.Error.Split('\n').Where(l => l.StartsWith("haystack: ", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain("the disk is full");
        full.Error.Should().NotContain("   at ");
        var acknowledged = full.Error.Split('\n').Where(l => l.Contains(" trials (", StringComparison.Ordinal) && char.IsAsciiDigit(l[0]))
            .Select(l => int.Parse(l.Split('/')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        Run("mount", "-o", "remount,size=64m", disk);
        var before = RunReader.Read(Path.Combine(disk, "run")).Trials.Count;
        before.Should().BeGreaterThanOrEqualTo(acknowledged).And.BeInRange(1, (40 * 26) - 1);
        var again = await HaystackProcess.RunAsync(_folder.Path, sweep);
        again.ExitCode.Should().Be(0, again.Error);
        RunReader.Read(Path.Combine(disk, "run")).Trials.Should().HaveCount(40 * 26);
    }

    private string Mount(string options)
    {
        var mount = _folder[$"disk{_mounts.Count}"];
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount) == 0, "needs Linux and the right to mount a tmpfs");
        _mounts.Add(mount);
        return mount;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
