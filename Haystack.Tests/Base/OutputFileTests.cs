using System.Diagnostics;
using System.Text;
using FluentAssertions;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Base;

/// <summary>The one door for output, on a real file system.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_there_whole_or_as_it_was()
    {
        OutputFile.Write(_folder["sub/new.txt"], Bytes("one"));
        File.ReadAllText(_folder["sub/new.txt"]).Should().Be("one");
        var broken = () => OutputFile.Write(_folder["sub/new.txt"], stream =>
        {
            stream.Write(Bytes("half"));
            throw new InvalidOperationException("stop");
        });
        broken.Should().Throw<InvalidOperationException>();
        File.ReadAllText(_folder["sub/new.txt"]).Should().Be("one");
        Directory.EnumerateFileSystemEntries(_folder["sub"]).Should().ContainSingle("nothing is left behind");
    }

    [Fact]
    public void A_links_target_is_replaced_and_the_link_stays()
    {
        Unix();
        Directory.CreateDirectory(_folder["elsewhere"]);
        File.WriteAllText(_folder["elsewhere/real.txt"], "old");
        File.CreateSymbolicLink(_folder["first"], _folder["second"]);
        File.CreateSymbolicLink(_folder["second"], "elsewhere/real.txt");
        OutputFile.Write(_folder["first"], Bytes("new"));
        File.ReadAllText(_folder["elsewhere/real.txt"]).Should().Be("new");
        new FileInfo(_folder["first"]).LinkTarget.Should().Be(_folder["second"]);
        new FileInfo(_folder["second"]).LinkTarget.Should().Be("elsewhere/real.txt");
    }

    [Fact]
    public void What_a_link_in_a_linked_folder_names_is_found_where_the_system_finds_it()
    {
        Unix();
        Directory.CreateDirectory(_folder["deep/inner"]);
        File.WriteAllText(_folder["deep/there.txt"], "old");
        File.WriteAllText(_folder["there.txt"], "another's");
        Directory.CreateSymbolicLink(_folder["short"], "deep/inner");
        File.CreateSymbolicLink(_folder["deep/inner/out.txt"], "../there.txt");
        OutputFile.Write(_folder["short/out.txt"], Bytes("new"));
        File.ReadAllText(_folder["deep/there.txt"]).Should().Be("new");
        File.ReadAllText(_folder["there.txt"]).Should().Be("another's", "the link's text is read from where the link stands");
        RealPath.Of(_folder["short/out.txt"]).Should().Be(_folder["deep/there.txt"]);
    }

    [Fact]
    public void Links_in_a_circle_are_one_line()
    {
        Unix();
        File.CreateSymbolicLink(_folder["a"], _folder["b"]);
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);
        FluentActions.Invoking(() => OutputFile.Write(_folder["a"], Bytes("x"))).Should().Throw<HaystackException>().WithMessage("*cannot be written*");
    }

    [Fact]
    public void Devices_are_written_to_and_stay_devices()
    {
        Unix();
        OutputFile.Write("/dev/null", Bytes("gone"));
        FileKinds.Of("/dev/null").Should().Be(FileKind.Device);
        File.CreateSymbolicLink(_folder["null"], "/dev/null");
        OutputFile.Write(_folder["null"], Bytes("gone"));
        FileKinds.Of("/dev/null").Should().Be(FileKind.Device);
        FluentActions.Invoking(() => OutputFile.Write("/dev/full", Bytes("x"))).Should().Throw<HaystackException>().WithMessage("/dev/full cannot be written*");
    }

    [Fact]
    public async Task A_FIFO_is_written_to_and_stays_one()
    {
        Unix();
        Make("mkfifo", _folder["pipe"]);
        var read = Task.Run(() => File.ReadAllText(_folder["pipe"]), TestContext.Current.CancellationToken);
        OutputFile.Write(_folder["pipe"], Bytes("through"));
        (await read).Should().Be("through");
        FileKinds.Of(_folder["pipe"]).Should().Be(FileKind.Pipe);
    }

    [Fact]
    public void Old_predictable_names_are_neither_followed_nor_deleted()
    {
        Unix();
        File.WriteAllText(_folder["victim"], "mine");
        foreach (var name in new[] { "set.jsonl.part", $"set.jsonl.{Environment.ProcessId}.tmp", "set.jsonl.new" })
            File.CreateSymbolicLink(_folder[name], _folder["victim"]);
        OutputFile.Write(_folder["set.jsonl"], Bytes("data"));
        File.ReadAllText(_folder["victim"]).Should().Be("mine");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().HaveCount(5);
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_and_nothing_else()
    {
        using var ended = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        ended.WaitForExit();
        var (own, dead) = (Leftovers.NewName(_folder.Path), Leftovers.NewName(_folder.Path).Replace($"-{Environment.ProcessId:x}-", $"-{ended.Id:x}-", StringComparison.Ordinal));
        File.WriteAllText(own, "being written");
        File.WriteAllText(dead, "half");
        Directory.CreateDirectory(dead[..^6] + (dead[^6] == '0' ? "1" : "0") + ".part");
        // A container's process often has the number that its predecessor had.
        File.WriteAllText(own[..^6] + (own[^6] == '0' ? "1" : "0") + ".part", "half");
        File.WriteAllText(_folder[".haystack-mine.part"], "a user's");
        File.WriteAllText(_folder["data.part"], "a user's");
        OutputFile.Write(_folder["out"], Bytes("x"));
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("out", Path.GetFileName(own), ".haystack-mine.part", "data.part");
    }

    [Fact]
    public void Many_writers_of_one_file_leave_one_whole_file()
    {
        Parallel.For(0, 40, i => OutputFile.Write(_folder["one"], Bytes(new string((char)('a' + (i % 26)), 100_000))));
        File.ReadAllText(_folder["one"]).Distinct().Should().ContainSingle();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task A_folder_is_there_whole_and_the_users_own_is_never_touched()
    {
        Directory.CreateDirectory(_folder["data.part"]);
        File.WriteAllText(_folder["data.part/mine"], "mine");
        await OutputFolder.WriteAsync(_folder["data"], Fill, TestContext.Current.CancellationToken);
        File.ReadAllText(_folder["data/file"]).Should().Be("in it");
        File.ReadAllText(_folder["data.part/mine"]).Should().Be("mine");
        var again = () => OutputFolder.WriteAsync(_folder["data"], Fill, TestContext.Current.CancellationToken);
        await again.Should().ThrowAsync<HaystackException>().WithMessage("*is there already*");
        var broken = () => OutputFolder.WriteAsync(_folder["other"], (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken);
        await broken.Should().ThrowAsync<InvalidOperationException>();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().HaveCount(2);
    }

    [Fact]
    public async Task Of_three_makers_of_one_folder_one_succeeds_and_the_others_are_told()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                await OutputFolder.WriteAsync(_folder["data"], Fill, TestContext.Current.CancellationToken);
                return true;
            }
            catch (HaystackException)
            {
                return false;
            }
        })));
        results.Should().ContainSingle(r => r);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task Standard_output_by_its_name_keeps_the_shells_place()
    {
        Unix();
        var shell = $"""
            echo before > out
            dotnet "{HaystackProcess.Program}" generate --contexts 2k --documents 1 --arms pair --tokenizer tiktoken:o200k_base --out /dev/stdout >> out 2> err
            echo after >> out
            """;
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", shell]) { WorkingDirectory = _folder.Path })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var lines = await File.ReadAllLinesAsync(_folder["out"], TestContext.Current.CancellationToken);
        lines[0].Should().Be("before");
        lines[^1].Should().Be("after");
        lines[1].Should().StartWith("{\"id\":");
        lines.Length.Should().BeGreaterThan(5, await File.ReadAllTextAsync(_folder["err"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_lock_is_never_taken_through_a_link_or_on_a_pipe()
    {
        Unix();
        File.WriteAllText(_folder["victim"], "mine");
        File.CreateSymbolicLink(_folder["run.lock"], _folder["victim"]);
        FluentActions.Invoking(() => OutputFile.OpenLock(_folder["run.lock"])).Should().Throw<HaystackException>();
        Make("mkfifo", _folder["pipe.lock"]);
        FluentActions.Invoking(() => OutputFile.OpenLock(_folder["pipe.lock"])).Should().Throw<HaystackException>();
        OutputFile.OpenLock(_folder["own.lock"]).Dispose();
    }

    private static Task Fill(string folder, CancellationToken cancellationToken) => File.WriteAllTextAsync(Path.Combine(folder, "file"), "in it", cancellationToken);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static void Unix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "links, pipes and devices of Unix");

    private static void Make(string program, string path)
    {
        using var process = Process.Start(program, path);
        process.WaitForExit();
    }
}
