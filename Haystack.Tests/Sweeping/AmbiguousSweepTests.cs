using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A model that knows every answer and spells one in twenty wrong, from the server's socket to the gate, before and after a person has looked.</summary>
public sealed partial class AmbiguousSweepTests : IDisposable
{
    private const int Every = 20;

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bounds_stand_everywhere_gates_go_by_the_worse_reading_and_a_person_settles_it()
    {
        await using var server = await StartAsync();
        var swept = await RunAsync("sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "16", "--out", "run", "--ui", "none", "--cache", "on");
        swept.ExitCode.Should().Be(0, swept.Error);
        var trials = RunReader.Read(_folder["run"]).Trials;
        var open = trials.Count(t => t.Outcome == Outcome.Ambiguous);
        trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct || t.Outcome == Outcome.Ambiguous);
        (open / (double)trials.Count).Should().BeInRange(0.03, 0.06);

        swept.Error.Should().Contain("are ambiguous and count as wrong").And.Contain("haystack review run");
        foreach (var told in new[] { swept.Error, await File.ReadAllTextAsync(_folder["run/summary.md"], TestContext.Current.CancellationToken), await File.ReadAllTextAsync(_folder["run/report.html"], TestContext.Current.CancellationToken) })
            told.Should().MatchRegex(@"9\d(\.\d)?(–|-|&ndash;)100(\.0)?\s?% by reading");

        // Every reading passes the one; that the replies are right decides the other; and none the third.
        (await GateAsync("0.85")).ExitCode.Should().Be(0);
        var undecided = await GateAsync("0.96");
        undecided.ExitCode.Should().Be(2, undecided.Output);
        undecided.Output.Should().Contain("undecided").And.Contain("haystack review");

        var judged = await RunAsync("c\n", open, "review", "run", "--by", "anna");
        judged.Error.Should().Contain($"{open} of {open} judged");
        (await RunAsync("rescore", "run")).ExitCode.Should().Be(0);
        var settled = RunReader.Read(_folder["run"]).Trials;
        settled.Should().OnlyContain(t => t.Outcome == Outcome.Correct).And.HaveSameCount(trials);
        settled.Count(t => t.ReadAs == Outcome.Ambiguous).Should().Be(open, "the machine's reading stands beside the person's");
        (await GateAsync("0.96")).ExitCode.Should().Be(0);
        var summary = await RunAsync("report", "run");
        summary.Output.Should().NotContain("by reading").And.Contain("100");
    }

    private Task<HaystackProcess.Ended> GateAsync(string least) => RunAsync("gate", "run", "--min-accuracy", least);

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);

    private Task<HaystackProcess.Ended> RunAsync(string line, int times, params string[] arguments) =>
        HaystackProcess.RunAsync(_folder.Path, arguments, input: string.Concat(Enumerable.Repeat(line, times)));

    private static Task<FakeOllama> StartAsync()
    {
        var (oracle, asked) = (BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1)), 0);
        return FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request =>
            {
                var says = oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text;
                // One letter of the answer doubled: the name meant, or another?
                return Interlocked.Increment(ref asked) % Every == 0 && Name().IsMatch(says) ? Name().Replace(says, "$1$2$2", 1) : says;
            },
        });
    }

    [GeneratedRegex(@"(Answer: [A-Z]\w*)(\w)(?=\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
