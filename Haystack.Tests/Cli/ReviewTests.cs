using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>A person settles what the machine could not, from a terminal or a pipe.</summary>
public sealed class ReviewTests : IDisposable
{
    private static readonly Dictionary<string, string> Manifest = new(Rows.Manifest) { ["models"] = "m" };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ambiguous_replies_are_shown_one_by_one_and_each_verdict_is_stored()
    {
        await StoreAsync([Ambiguous(1), Ambiguous(2), Ambiguous(3), Rows.Trial(4)]);
        var ended = await ReviewAsync("c\ns\nhuh\no\n", "--by", "anna");
        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Output.Should().Contain("1 of 3").And.Contain("it may mean: Mellin").And.Contain("'huh' is no verdict").And.NotContain("\u001b");
        ended.Error.Should().Contain("2 of 3 judged, 1 skipped; 1 ambiguous replies of the run wait");
        Read().Trials.Select(t => (t.Outcome, t.ReadAs, t.Verdict?.By)).Should().Equal(
            (Outcome.Correct, Outcome.Ambiguous, "anna"), (Outcome.Ambiguous, Outcome.Ambiguous, null), (Outcome.OneHop, Outcome.Ambiguous, "anna"), (Outcome.Correct, Outcome.Correct, null));

        var again = await ReviewAsync("", "--by", "anna");
        again.Output.Should().Contain("1 of 1", "what was skipped still waits, and nothing is lost where the input ends");
    }

    [Fact]
    public async Task A_sample_gives_the_readings_own_error_rate()
    {
        await StoreAsync(Enumerable.Range(1, 30).Select(i => Rows.Trial(i)));
        var ended = await ReviewAsync(string.Concat(Enumerable.Repeat("c\n", 18)) + "i\ncorrect\n", "--sample", "20", "--by", "anna", "--blind");
        ended.Error.Should().Contain("20 of 20 judged").And.Contain("1 of 20 was misread (5% [1–24%]): 1 called right that is not, 0 called wrong");
        ended.Output.Should().NotContain("how it was read");
        Read().Verdicts.Should().HaveCount(20).And.OnlyContain(v => v.IsSampled);

        var more = await ReviewAsync("q\n", "--sample", "25", "--by", "anna");
        more.Output.Should().Contain("1 of 5", "a larger sample goes on where the smaller ended");
    }

    [Fact]
    public async Task One_trial_can_be_named_and_a_wrong_name_is_one_line()
    {
        await StoreAsync([Rows.Trial(7)]);
        (await ReviewAsync("i\n", Rows.Trial(7).Key)).ExitCode.Should().Be(0);
        Read().Trials.Single().Outcome.Should().Be(Outcome.Invented);
        var ended = await ReviewAsync("", "--model", "nobody");
        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Be("haystack: --model: run 'run' has no 'nobody'; it has m\n");
    }

    [Fact]
    public async Task The_card_shows_facts_question_reply_and_reading_and_acts_on_no_terminal()
    {
        var trial = Ambiguous(1) with { Response = "Answer: \u001b]0;owned\u0007 Tavrenko\u202E", Question = "Where\u001b[2J?" };
        var run = new RunData
        {
            Name = "r",
            Manifest = Manifest,
            Models = [Rows.Model()],
            Documents =
            [
                new DocumentRow
                {
                    Id = trial.DocumentId, Seed = 1, TokenizerFingerprint = "f", ContextTokens = 2048, DocumentTokens = 2000, Family = "link", Language = "en", Sha256 = "",
                    Facts = [new PlantedFactRow(0, 1, " The key went to Orla.", 0, 1, 5, 9, "", ""), new PlantedFactRow(3, 2, " Tavrenko sells rope.", 0, 1, 50, 90, "", "")],
                },
            ],
            Trials = [trial],
        };
        var output = new StringWriter();
        var given = new List<Verdict>();
        var time = new SteppingTime();
        await new ReviewSession(new StringReader("?\nA\n"), output, time).RunAsync(
            run, [trial], "anna", sampled: false, blind: false,
            verdict => { given.Add(verdict); return Task.CompletedTask; }, TestContext.Current.CancellationToken);
        var text = output.ToString();
        text.Should().Contain("fact 1 @5: The key went to Orla.").And.Contain("of another chain, with the answer as read: Tavrenko sells rope.")
            .And.Contain("right answer: Tavrenko").And.Contain("read as ambiguous: Tavrenko").And.Contain("skip: no verdict");
        text.Should().NotContain("\u001b").And.NotContain("\u0007").And.NotContain("\u202E");
        given.Should().ContainSingle().Which.Should().Match<Verdict>(v => v.Outcome == Outcome.Abstained && v.By == "anna" && v.ReadAs == Outcome.Ambiguous);
        (time.GetUtcNow() - given[0].At).Should().BeLessThan(TimeSpan.FromMinutes(5));
    }

    private static TrialRow Ambiguous(int number) =>
        Rows.Trial(number, Outcome.Ambiguous, "Tavrenko, or \u001b[31mMellin") with { OtherReadings = "Tavrenko\nMellin", AnswerForm = "no_mark" };

    private Task<HaystackProcess.Ended> ReviewAsync(string input, params string[] arguments) =>
        HaystackProcess.RunAsync(_folder.Path, ["review", "run", .. arguments], input: input);

    private RunData Read() => RunReader.Read(_folder["run"]);

    private async Task StoreAsync(IEnumerable<TrialRow> trials)
    {
        await using var store = RunStore.Open(_folder["run"], Manifest);
        await store.PutModelAsync(Rows.Model(), 0);
        foreach (var trial in trials)
            await store.AppendAsync(trial);
    }
}
