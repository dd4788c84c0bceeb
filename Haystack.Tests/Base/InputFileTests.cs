using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Base;

/// <summary>The one door for input: what may be read, how much of it, and that nothing waits for ever.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_read_is_hashed_and_bounded()
    {
        File.WriteAllText(_folder["text"], "0123456789");
        using var stream = InputFile.Open(_folder["text"], 10);
        stream.ReadByte().Should().Be('0');
        stream.Sha256().Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("0123456789"))));
        Refusal(() => InputFile.Open(_folder["text"], 9)).Should().Contain("longer than 9 bytes");
        InputFile.ReadAllBytes(_folder["text"], 10).Should().HaveCount(10);
        InputFile.ReadAllText(_folder["text"], 10).Should().Be("0123456789");
    }

    /// <summary>What a shell opened may never end: it is put on the disk up to a bound, and what was put there goes again.</summary>
    [Fact]
    public void A_pipe_that_never_ends_is_stopped_and_leaves_nothing_on_the_disk()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes of Unix");
        string[] Mine() => Directory.GetFiles(Path.GetTempPath(), $".haystack-*-{Environment.ProcessId:x}-*.part");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        pipe.Write(new byte[40_000]);
        var before = Mine();
        Refusal(() => Haystack.DataSets.Intake.SeekableFile.Of($"/dev/fd/{pipe.GetClientHandleAsString()}", 30_000, out _)).Should().Contain("longer than 30000 bytes");
        Mine().Should().BeSubsetOf(before);
    }

    [Fact]
    public void A_pipe_a_device_a_folder_and_nothing_are_each_refused_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes and devices of Unix");
        Fifo("pipe");
        Refusal(() => InputFile.Open(_folder["pipe"], 10)).Should().Contain("is a pipe or a device");
        Refusal(() => InputFile.Open("/dev/zero", 10)).Should().Contain("is a pipe or a device");
        Refusal(() => InputFile.Open(_folder.Path, 10)).Should().Contain("is a folder");
        Refusal(() => InputFile.Open(_folder["none"], 10)).Should().Contain("there is no file");
        File.CreateSymbolicLink(_folder["loop"], _folder["loop"]);
        Refusal(() => InputFile.Open(_folder["loop"], 10)).Should().Contain("there is no file");
        File.CreateSymbolicLink(_folder["zero"], "/dev/zero");
        Refusal(() => InputFile.Open(_folder["zero"], 10)).Should().Contain("is a pipe or a device");
    }

    [Theory]
    [InlineData("corpus", "sweep", "--corpus", "PIPE", "--contexts", "2k", "--documents", "1")]
    [InlineData("tokenizer", "plan", "--tokenizer", "hf:PIPE", "--contexts", "2k")]
    [InlineData("gguf", "plan", "--tokenizer", "gguf:PIPE", "--contexts", "2k")]
    [InlineData("run", "report", "RUN")]
    [InlineData("data", "score", "--data", "PIPE", "--answers", "PIPE", "--out", "scored")]
    [InlineData("settings", "plan", "--contexts", "2k")]
    public async Task No_command_waits_for_a_pipe_that_nobody_writes_to(string what, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes of Unix");
        Fifo(what == "settings" ? "haystack.yaml" : "pipe.txt");
        Directory.CreateDirectory(_folder["run"]);
        Fifo("run/run.db");
        var ended = await HaystackProcess.RunAsync(_folder.Path, [.. command.Select(a => a.Replace("PIPE", "pipe.txt", StringComparison.Ordinal).Replace("RUN", "run", StringComparison.Ordinal))])
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        ended.ExitCode.Should().Be(1, ended.Error);
        ended.Error.Should().Contain("is a pipe or a device").And.NotContain("   at ");
    }

    [Fact]
    public void A_folder_with_links_in_a_circle_gives_each_text_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(_folder["texts/sub"]);
        File.WriteAllText(_folder["texts/sub/a.txt"], "The harbour was closed for the winter.");
        Directory.CreateSymbolicLink(_folder["texts/sub/up"], _folder["texts"]);
        Directory.CreateSymbolicLink(_folder["texts/again"], _folder["texts/sub"]);
        File.CreateSymbolicLink(_folder["texts/b.txt"], _folder["texts/sub/a.txt"]);
        InputFolder.Files(_folder["texts"], [".txt"]).Should().ContainSingle();
        CorpusLoader.Load("texts", "en", _folder["texts"]).SentenceCount.Should().Be(1);
        File.WriteAllText(_folder["texts/c.txt"], "A second text.");
        Fifo("texts/d.txt");
        Refusal(() => CorpusLoader.Load("texts", "en", _folder["texts"])).Should().Contain("d.txt").And.Contain("is a pipe");
    }

    [Fact]
    public void Another_vocabulary_of_the_same_length_and_time_is_another_vocabulary()
    {
        var cache = new HaystackCache(_folder["cache"]);
        var first = TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small).ToJsonString();
        // Two tokens change places: the same bytes in number, other ids.
        var second = first.Replace("\":300,", "\":@,", StringComparison.Ordinal).Replace("\":301,", "\":300,", StringComparison.Ordinal).Replace("\":@,", "\":301,", StringComparison.Ordinal);
        second.Should().HaveLength(first.Length).And.NotBe(first);
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        List<ModelTokenizer> loaded = [];
        foreach (var content in new[] { first, second, first })
        {
            File.WriteAllText(_folder["tokenizer.json"], content);
            File.SetLastWriteTimeUtc(_folder["tokenizer.json"], time);
            loaded.Add(TokenizerSpec.Load($"hf:{_folder["tokenizer.json"]}", cache));
        }

        loaded[1].Fingerprint.Should().NotBe(loaded[0].Fingerprint);
        loaded[2].Fingerprint.Should().Be(loaded[0].Fingerprint);
        Directory.EnumerateFiles(_folder["cache"]).Should().HaveCount(2);
    }

    [Fact]
    public void A_run_is_never_read_through_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes of Unix");
        Fifo("run.db");
        Refusal(() => RunReader.Read(_folder.Path)).Should().Contain("is a pipe or a device");
    }

    private static string Refusal(Func<object> read) => FluentActions.Invoking(read).Should().Throw<HaystackException>().Which.Message;

    private void Fifo(string name)
    {
        using var process = Process.Start("mkfifo", _folder[name]);
        process.WaitForExit();
    }
}
