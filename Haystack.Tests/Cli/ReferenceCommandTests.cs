using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>What <c>haystack reference write</c> does not begin.</summary>
public sealed class ReferenceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--hops", "9", "made", "--hops 9")]
    [InlineData("--sharpness", "1e9", "made", "--sharpness")]
    [InlineData("--documents", "0", "made", "--documents 0")]
    [InlineData("--hops", "2", "a-file", "a-file")]
    [InlineData("--hops", "2", "a-file/below", "a-file")]
    public async Task What_cannot_be_made_or_written_is_one_line_and_leaves_nothing(string option, string value, string folder, string says)
    {
        File.WriteAllText(_folder["a-file"], "mine");
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["reference", "write", option, value, "--out", folder]);
        ended.ExitCode.Should().Be(1, ended.Error);
        ended.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain(says);
        Directory.GetFileSystemEntries(_folder.Path).Should().ContainSingle("only the file that was there is there");
        File.ReadAllText(_folder["a-file"]).Should().Be("mine");
    }
}
