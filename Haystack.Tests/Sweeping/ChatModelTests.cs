using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Inference.Calling;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Models behind chat clients that users bring: measured by the rules for every server, whatever the client does.</summary>
public sealed class ChatModelTests : IDisposable
{
    private const string Encoding = "tiktoken:o200k_base";

    private static readonly ModelTokenizer Tokenizer = TokenizerSpec.Load(Encoding);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_that_knows_every_answer_is_right_everywhere_and_stays_its_users()
    {
        var client = Client("oracle");
        var end = await RunAsync(client);
        end.End.Should().Be(SweepEnd.Complete, end.Reason);
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Should().HaveCount(2 * Options(client).QuestionsPerDocument).And.OnlyContain(t => t.Outcome == Outcome.Correct && t.Model == "chatclient/mine");
        run.Models.Single().Provider.Should().Be("chatclient");
        run.Models.Single().TokenizerGrade.Should().Be(TokenizerGrade.Verified, "the client counts its prompts, and the counts agree");
        run.Models.Single().Digest.Should().Be("sha256:abc");
        client.IsDisposed.Should().BeFalse();
        // A trial is shown with its prompt where the client is not there any more.
        (await StoredTokenizer.OfAsync(run.Models.Single(), new SweepOptions(), endpoint: null, TestContext.Current.CancellationToken))!.Fingerprint.Should().Be(Tokenizer.Fingerprint);
        client.LastOptions!.MaxOutputTokens.Should().Be(256, "what the client did to the options of one request must not reach the next");
        client.LastOptions.Temperature.Should().Be(0);
    }

    [Fact]
    public async Task One_that_does_not_say_why_it_ends_is_taken_at_its_streams_word()
    {
        var end = await RunAsync(Client("oracle", (_, updates) => [.. updates.Select(u => new ChatResponseUpdate(ChatRole.Assistant, u.Contents))]));
        end.End.Should().Be(SweepEnd.Complete, end.Reason);
        RunReader.Read(_folder["run"]).Trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct && t.DoneReason == null);
    }

    [Fact]
    public async Task One_that_does_not_count_its_prompts_is_refused_as_nothing_it_reads_can_be_checked()
    {
        foreach (var counted in new long?[] { null, 0 })
        {
            var run = () => RunAsync(Client("oracle", (_, updates) =>
            {
                foreach (var usage in updates.SelectMany(u => u.Contents).OfType<UsageContent>())
                    usage.Details.InputTokenCount = counted;
                return updates;
            }));
            (await run.Should().ThrowAsync<HaystackException>()).WithMessage("*chatclient/mine*does not say how many tokens a prompt has*");
        }
    }

    [Fact]
    public async Task What_fails_on_the_way_is_asked_again_and_what_breaks_off_is_no_answer()
    {
        var end = await RunAsync(Client("oracle", (number, updates) => number % 10 == 0 ? throw new HttpRequestException("connection reset") : updates));
        end.End.Should().Be(SweepEnd.Complete, end.Reason);
        var rows = RunReader.Read(_folder["run"]).Trials;
        rows.Should().OnlyContain(t => t.Outcome == Outcome.Correct);
        rows.Should().Contain(t => t.Attempts == 2);
    }

    [Fact]
    public async Task A_client_that_throws_at_everything_is_refused_in_one_line()
    {
        var client = Client("oracle", (_, _) => throw new InvalidOperationException("no session"));
        var run = () => RunAsync(client);
        (await run.Should().ThrowAsync<HaystackException>()).WithMessage("*chatclient/mine*no session*");
        Directory.Exists(_folder["run"]).Should().BeFalse("nothing was asked");
    }

    [Fact]
    public async Task One_that_throws_at_some_questions_leaves_trials_that_failed()
    {
        // The same questions each time: one that is asked again by itself fails again.
        var end = await RunAsync(Client("oracle", (number, updates) => number > 30 && updates.Sum(u => u.Text.Sum(c => c)) % 5 == 0 ? throw new InvalidOperationException("no session") : updates));
        end.End.Should().Be(SweepEnd.GivenUp);
        end.Reason.Should().EndWith("with: no session; the same command asks them again");
        RunReader.Read(_folder["run"]).Trials.Where(t => t.Outcome != Outcome.Correct).Should().NotBeEmpty().And.OnlyContain(t => t.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task A_reply_that_ran_out_of_room_is_capped_and_one_of_tool_calls_is_invalid()
    {
        static IReadOnlyList<ChatResponseUpdate> Told(int number, IReadOnlyList<ChatResponseUpdate> updates) => number <= 30 ? updates : (number % 3) switch
        {
            0 => [new(ChatRole.Assistant, "Let me see. The text says that"), new() { FinishReason = ChatFinishReason.Length, Contents = [.. updates[^1].Contents.Select(WithWholeBudget)] }],
            1 => [new(ChatRole.Assistant, [new FunctionCallContent("1", "search")]), new() { FinishReason = ChatFinishReason.ToolCalls, Contents = [.. updates[^1].Contents] }],
            _ => updates,
        };

        static AIContent WithWholeBudget(AIContent content) => content is UsageContent usage
            ? new UsageContent(new UsageDetails { InputTokenCount = usage.Details.InputTokenCount, OutputTokenCount = 256 }) : content;

        await RunAsync(Client("oracle", Told), anyway: true);
        var rows = RunReader.Read(_folder["run"]).Trials;
        rows.Count(t => t.Outcome == Outcome.CappedOutput).Should().BeGreaterThan(5);
        rows.Count(t => t.Outcome == Outcome.Invalid).Should().BeGreaterThan(5);
        rows.Select(t => t.Outcome).Distinct().Should().BeEquivalentTo([Outcome.Correct, Outcome.CappedOutput, Outcome.Invalid]);
    }

    [Fact]
    public async Task One_that_reads_only_the_end_of_what_it_is_given_is_found_out_by_its_counts()
    {
        var client = Client("oracle", (_, updates) =>
        {
            foreach (var usage in updates.SelectMany(u => u.Contents).OfType<UsageContent>().Where(u => u.Details.InputTokenCount > 600))
                usage.Details.InputTokenCount = 600;
            return updates;
        });
        await RunAsync(client, anyway: true);
        RunReader.Read(_folder["run"]).Trials.Should().NotBeEmpty().And.OnlyContain(t => t.Outcome == Outcome.Truncated);
    }

    [Fact]
    public async Task A_gate_asks_it()
    {
        var model = new ChatModel("mine", Client("oracle"), Encoding) { MaxContextTokens = 8192 };
        var result = await AccuracyGate.For(model, new SweepOptions { MaxOutputTokens = 256 }).WithContext("1k").AtDistance("256").WithAtMostDocuments(8)
            .StoredIn(_folder["gate"]).RequireAccuracy(0.5).CheckAsync(TestContext.Current.CancellationToken);
        result.Verdict.Should().Be(GateVerdict.Pass);
        result.Model.Should().Be("chatclient/mine");
    }

    [Fact]
    public async Task Names_that_are_none_that_stand_twice_and_that_nobody_brought_are_refused()
    {
        foreach (var name in new[] { "", "a b", "a?b", "a&b", "a\nb", new string('x', 201) })
            FluentActions.Invoking(() => new ChatModel(name, Client("oracle"), Encoding)).Should().Throw<HaystackException>();
        var model = new ChatModel("mine", Client("oracle"), Encoding);
        FluentActions.Invoking(() => new SweepOptions { ChatModels = [model, model] }).Should().Throw<HaystackException>().WithMessage("*two*mine*");
        var other = () => RunAsync(Client("oracle"), named: "chatclient/other");
        (await other.Should().ThrowAsync<HaystackException>()).WithMessage("*no chat client has this name; there is mine*");
    }

    private static GivenClient Client(string reader, Func<int, IReadOnlyList<ChatResponseUpdate>, IReadOnlyList<ChatResponseUpdate>>? tell = null) =>
        new(BuiltinReaders.Create("builtin", reader, Tokenizer, new Seed(1)), tell ?? ((_, updates) => updates));

    private SweepOptions Options(IChatClient client) => new()
    {
        ChatModels = [new ChatModel("mine", client, Encoding) { MaxContextTokens = 8192, Digest = "sha256:abc" }],
        Contexts = [1024],
        Documents = 2,
        MaxOutputTokens = 256,
        Arms = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent],
        OutputDirectory = _folder["run"],
    };

    private async Task<SweepFinished> RunAsync(GivenClient client, string? named = null, bool anyway = false)
    {
        var options = Options(client) with { Models = named is null ? [] : [named], Anyway = anyway };
        var environment = new SweepEnvironment { Retry = new RetryLimits { FirstDelay = TimeSpan.FromMilliseconds(1), BreakDuration = TimeSpan.FromMilliseconds(500) } };
        SweepFinished? end = null;
        await foreach (var happened in Sweep.RunAsync(options, environment, default, TestContext.Current.CancellationToken))
            end = happened as SweepFinished ?? end;
        return end!;
    }
}
