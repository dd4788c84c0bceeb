using FluentAssertions;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Base;

/// <summary>No program is run that only lies where Haystack was started: a cloned project has whatever it likes there.</summary>
public sealed class InstalledProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_is_looked_for_in_whole_folders_of_the_search_path_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of Unix");
        Directory.CreateDirectory(_folder["plain"]);
        Directory.CreateDirectory(_folder["bin/there"]);
        File.WriteAllText(_folder["plain/there"], "");
        Program("installed/there");
        Program("there");
        var here = Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path);
        InstalledProgram.Find("there", $":.:{here}:{_folder["none"]}:{_folder["plain"]}:{_folder["bin"]}").Should().BeNull("an empty part and relative ones mean the working directory, and the others hold no program");
        InstalledProgram.Find("there", $":.:{_folder["plain"]}:{_folder["installed"]}").Should().Be(_folder["installed/there"]);
        InstalledProgram.Find("there", null).Should().BeNull();
    }

    [Fact]
    public async Task Doctor_runs_nothing_that_lies_in_the_working_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script of Unix");
        Program("nvidia-smi", $"touch '{_folder["ran"]}'; echo 1");
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["doctor"]);
        ended.Output.Should().Contain("memory");
        File.Exists(_folder["ran"]).Should().BeFalse();
    }

    private void Program(string name, string script = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
