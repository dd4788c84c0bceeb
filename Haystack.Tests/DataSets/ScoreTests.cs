using System.Text.Json;
using FluentAssertions;
using Haystack.DataSets;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.DataSets;

/// <summary><c>haystack score</c> against <c>haystack sweep</c> with the same replies.</summary>
public sealed class ScoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_obtained_elsewhere_come_to_what_a_sweep_with_the_same_replies_comes_to()
    {
        string[] measured = ["--model", "builtin/window-1024", "--contexts", "2k", "--documents", "3", "--arms", "pair,first,second,absent,closed-book"];
        await RunAsync(["generate", .. measured, "--out", "set.jsonl"]);
        await RunAsync(["sweep", .. measured, "--out", "swept", "--ui", "plain"]);
        var swept = RunReader.Read(_folder["swept"], withTexts: true).Trials;
        swept.Select(t => t.Outcome).Distinct().Should().HaveCountGreaterThan(1, "the window misses some");
        var replies = swept.ToDictionary(t => (t.DocumentId, t.Chain, t.Arm), t => t.Response);
        await File.WriteAllLinesAsync(
            _folder["answers.jsonl"],
            swept.Select(t => JsonSerializer.Serialize(new { id = Id(t), answer = replies[(t.DocumentId, t.Chain, t.Arm)] })),
            TestContext.Current.CancellationToken);
        var scored = await RunAsync(["score", "--data", "set.jsonl", "--answers", "answers.jsonl", "--out", "scored"]);
        scored.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Contain(p => p.EndsWith("accuracy.png"))
            .And.OnlyContain(p => File.Exists(Path.Combine(_folder.Path, p)));

        var run = RunReader.Read(_folder["scored"], withTexts: true);
        run.Trials.Select(Measured).Should().Equal(swept.Select(Measured));
        run.Trials.Should().OnlyContain(t => t.PromptTokensCounted == null && t.Model == "answers");
        var again = await RunAsync(["score", "--data", "set.jsonl", "--answers", "answers.jsonl", "--out", "scored"]);
        again.Error.Should().Contain("102 of 102 questions answered");
        RunReader.Read(_folder["scored"]).Trials.Should().HaveCount(102);

        // The same ids with nothing in them that could be read: that is said, and no success.
        await File.WriteAllLinesAsync(
            _folder["cut.jsonl"], swept.Select(t => JsonSerializer.Serialize(new { id = Id(t), output = "I th", finish_reason = "length" })), TestContext.Current.CancellationToken);
        var cut = await HaystackProcess.RunAsync(_folder.Path, ["score", "--data", "set.jsonl", "--answers", "cut.jsonl", "--out", "cut"]);
        cut.ExitCode.Should().Be(2, cut.Error);
        cut.Error.Should().Contain("not credible");
    }

    [Fact]
    public void A_batch_output_file_gives_replies_cut_replies_and_failures()
    {
        File.WriteAllText(_folder["batch.jsonl"], """
            {"id":"r1","custom_id":"a","response":{"status_code":200,"request_id":"q","body":{"choices":[{"index":0,"message":{"role":"assistant","content":"Answer: Vel"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}},"error":null}
            {"id":"r2","custom_id":"b","response":{"status_code":200,"body":{"choices":[{"message":{"content":"I th"},"finish_reason":"length"}]}},"error":null}
            {"id":"r3","custom_id":"c","response":{"status_code":429,"body":{"error":{"message":"slow down"}}},"error":null}
            {"id":"r4","custom_id":"d","response":null,"error":{"code":"batch_expired","message":"too late"}}

            """);
        var answers = AnswerFile.Read(_folder["batch.jsonl"]);
        answers["a"].Should().Be(new GivenAnswer("Answer: Vel") { DoneReason = "stop", PromptTokens = 12, OutputTokens = 3 });
        answers["b"].Stop.Should().Be(StopCause.OutputCap);
        answers["c"].Should().Be(GivenAnswer.Failed("slow down"));
        answers["d"].Should().Be(GivenAnswer.Failed("too late"));
    }

    [Fact]
    public void An_inspect_log_gives_texts_parts_and_failures()
    {
        File.WriteAllText(_folder["log.json"], """
            {
              "version": 2, "status": "success", "eval": {"task": "haystack"},
              "samples": [
                {"id": "a", "epoch": 1, "output": {"model": "m", "choices": [{"message": {"role": "assistant", "content": "Answer: Vel"}, "stop_reason": "stop"}], "usage": {"input_tokens": 12, "output_tokens": 3}}},
                {"id": "b", "epoch": 1, "output": {"choices": [{"message": {"content": [{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "Answer: Tor"}]}, "stop_reason": "max_tokens"}]}},
                {"id": "c", "epoch": 1, "error": {"message": "broke", "traceback": ""}}
              ]
            }
            """);
        var answers = AnswerFile.Read(_folder["log.json"]);
        answers["a"].Should().Be(new GivenAnswer("Answer: Vel") { DoneReason = "stop", PromptTokens = 12, OutputTokens = 3 });
        answers["b"].Should().Be(new GivenAnswer("Answer: Tor", "hm", StopCause.OutputCap) { DoneReason = "max_tokens" });
        answers["c"].Should().Be(GivenAnswer.Failed("broke"));
    }

    [Theory]
    [InlineData("{\"id\":\"a\",\"answer\":\"x\"}\n{\"id\":\"a\",\"answer\":\"y\"}", "answers a twice")]
    [InlineData("{\"id\":\"a\",\"answer\":\"x\"}\n{\"id\":", "line 2 is not JSON")]
    [InlineData("{\"name\":\"a\"}", "line 1 is no answer")]
    [InlineData("not json", "is not JSON")]
    [InlineData("PK\u0003\u0004\u0014", "inspect log dump answers.jsonl")]
    [InlineData("{\"doc\":{\"id\":\"a\"},\"resps\":[[\"x\",\"y\"]]}", "without repeats")]
    [InlineData("{\"doc\":{\"name\":\"a\"},\"resps\":[[\"x\"]]}", "line 1 is no answer")]
    public void Answers_that_cannot_be_read_are_one_line(string text, string words)
    {
        File.WriteAllText(_folder["answers.jsonl"], text);
        var read = () => AnswerFile.Read(_folder["answers.jsonl"]);
        read.Should().Throw<HaystackException>().Which.Message.Should().Contain(words).And.NotContain("\n");
    }

    private static string Id(TrialRow t) => $"{t.DocumentId}-{t.Chain}-{t.Arm.ToText()}";

    private static object Measured(TrialRow t) => (
        t.DocumentId, t.Chain, t.Arm, t.Order, t.Hops, (t.ContextTokens, t.DistanceTokens, Math.Round(t.Position, 6), t.FactPosition is { } p ? Math.Round(p, 6) : -1),
        (t.ChanceLevel, t.QuestionPlacement, t.Arrangement, t.Outcome, t.Answer, t.Expected, t.Question, t.Response, t.PromptSha256));

    private async Task<HaystackProcess.Ended> RunAsync(string[] arguments)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, arguments);
        ended.ExitCode.Should().Be(0, ended.Error);
        return ended;
    }
}
