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
