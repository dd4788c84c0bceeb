using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using FluentAssertions.Execution;
using Haystack.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary><c>--quiet</c> and <c>--verbose</c> mean the same for every command: stdout is data and stays as it is, stderr tells less or more.</summary>
public sealed partial class VolumeTests : IDisposable
{
    /// <summary>A quick line for each command that does something; # is a number of its own for each run.</summary>
    private static readonly (string Command, string Line, bool Asks)[] Lines =
    [
        ("sweep", "--model builtin/oracle --contexts 1k --documents 1 --out swept#", true),
        ("plan", "--model builtin/oracle --contexts 1k", false),
        ("generate", "--tokenizer tiktoken:o200k_base --contexts 1k --documents 1", false),
        ("score", "--data set.jsonl --answers answers.jsonl --out scored#", false),
        ("rescore", "run", false),
        ("review", "run --by me", false),
        ("merge", "half1 half2 --out merged#", false),
        ("slurm", "--model builtin/oracle --contexts 1k --documents 2 --shards 2 --write slurm# --out gathered", false),
        ("k8s", "--model builtin/oracle --contexts 1k --documents 2 --shards 2 --write k8s# --image i --claim c", false),
        ("show", "run", false),
        ("report", "run", false),
        ("plot", "run --out plots#", false),
        ("compare", "run", false),
        ("gate", "--model builtin/oracle --min-accuracy 0.5 --at-distance 0 --with-context 2k", true),
        ("export", "run --out e#.csv", false),
        ("runs", ".", false),
        ("runs prune", ". --keep 1", false),
        ("verify", "run", false),
        ("corpus add", "mine# text.md", false),
        ("corpus list", "", false),
        ("corpus stats", "chronicle", false),
        ("corpus remove", "mine#", false),
        ("models", "", false),
        ("doctor", "--ask builtin/oracle", false),
        ("reference write", "--documents 1 --out reference#", false),
        ("reference check", "--model nosuch --endpoint http://127.0.0.1:9", false),
        ("config init", "c#.yaml", false),
        ("config check", "c#.yaml", false),
        ("config show", "", false),
        ("config schema", "", false),
        ("config trust", "c#.yaml", false),
        ("completion", "bash", false),
        ("man", "", false),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_has_a_line_here() =>
        Lines.Select(l => l.Command).Should().BeEquivalentTo(Leaves(Program.CreateRoot(), ""));

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Quiet_tells_what_went_wrong_and_verbose_each_trial_and_neither_touches_what_stdout_gets()
    {
        await PrepareAsync();
        using var all = new AssertionScope();
        foreach (var (command, line, asks) in Lines)
        {
            var (plain, quiet, verbose) = (await RunAsync(command, line, 1), await RunAsync(command, line, 2, "--quiet"), await RunAsync(command, line, 3, "--verbose"));
            quiet.ExitCode.Should().Be(plain.ExitCode, $"{command}: {plain.Error}{quiet.Error}");
            verbose.ExitCode.Should().Be(plain.ExitCode, command);
            // The one that needs a server goes wrong here, and says so at any volume.
            (plain.ExitCode == ExitCodes.Usage).Should().Be(command == "reference check", $"{command}: {plain.Error}{plain.Output}");
            Masked(quiet.Output).Should().Be(Masked(plain.Output), command);
            Masked(verbose.Output).Should().Be(Masked(plain.Output), command);
            Told(quiet).Where(l => !l.StartsWith("haystack:", StringComparison.Ordinal) && !l.StartsWith("warning:", StringComparison.Ordinal)).Should().BeEmpty($"{command} --quiet");
            Told(quiet).Should().BeSubsetOf(Told(plain), command);
            var timed = verbose.Error.Split('\n').Where(l => Timed().IsMatch(l)).ToArray();
            (timed.Length > 0).Should().Be(asks, $"{command} --verbose: {verbose.Error}");
            Told(plain).Should().BeSubsetOf(Told(verbose), command);
            Told(verbose).Except(timed.Select(Masked)).Should().BeSubsetOf(Told(plain), $"{command}: verbose adds what took how long, and nothing else");
        }
    }

    [Fact]
    public async Task What_went_wrong_is_told_however_quiet()
    {
        foreach (var volume in new[] { "--quiet", "--verbose" })
        {
            var ended = await HaystackProcess.RunAsync(_folder.Path, ["report", "nowhere", volume]);
            ended.ExitCode.Should().Be(ExitCodes.Usage);
            ended.Error.Should().StartWith("haystack: ");
        }

        (await HaystackProcess.RunAsync(_folder.Path, ["man", "--quiet", "--verbose"])).Error.Trim().Should().Be("haystack: --quiet and --verbose exclude each other");
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(_folder["text.md"], string.Concat(Enumerable.Range(1, 400).Select(i => $"On day {i} the ferry took {i * 7 % 31} carts across. The {i}th warden wrote it down.\n\n")), TestContext.Current.CancellationToken);
        foreach (var (command, line) in new[]
        {
            ("sweep", "--model builtin/oracle --model builtin/guess --contexts 1k --documents 2 --out run"),
            ("sweep", "--model builtin/oracle --contexts 1k --documents 2 --shard 1/2 --out half1"),
            ("sweep", "--model builtin/oracle --contexts 1k --documents 2 --shard 2/2 --out half2"),
        })
            (await RunAsync(command, line, 0)).Error.Should().Contain("spent");
        var set = (await RunAsync("generate", "--tokenizer tiktoken:o200k_base --contexts 1k --documents 1", 0)).Output;
        await File.WriteAllTextAsync(_folder["set.jsonl"], set, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            _folder["answers.jsonl"],
            set.Trim().Split('\n').Select(l => JsonSerializer.Serialize(new { id = JsonDocument.Parse(l).RootElement.GetProperty("id").GetString(), answer = "Answer: none" })),
            TestContext.Current.CancellationToken);
    }

    private Task<HaystackProcess.Ended> RunAsync(string command, string line, int number, params string[] volume) => HaystackProcess.RunAsync(
        _folder.Path,
        [.. command.Split(' '), .. line.Replace("#", $"{number}", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries), .. volume],
        new Dictionary<string, string> { ["HAYSTACK_DATA"] = _folder["data"], ["XDG_CONFIG_HOME"] = _folder["home"] },
        command == "review" ? "q\n" : null);

    // How many lines of progress there are is the machine's doing.
    private static IEnumerable<string> Told(HaystackProcess.Ended ended) =>
        ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.Contains(" trials (", StringComparison.Ordinal)).Select(Masked);

    /// <summary>Without what differs from run to run: figures, and the room that they take in a table.</summary>
    private static string Masked(string text) => Spaces().Replace(Figures().Replace(text, "#"), " ");

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.SelectMany(c => Leaves(c, $"{path} {c.Name}".Trim())).Concat(path.Length > 0 && command.Action is not null ? [path] : []);

    [GeneratedRegex(@"[\d.,]*\d")]
    private static partial Regex Figures();

    [GeneratedRegex(@"[ \-─═]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@": \d+\.\d\d s(, \w+)*\r?$")]
    private static partial Regex Timed();
}
