using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What a server of Ollama's protocol does to a reply, over a real socket: it is no answer, and says why.</summary>
public sealed class OllamaQuirksTests
{
    private const string End = "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":40,\"eval_count\":4}\n";

    public static TheoryData<string, string, string> Shapes { get; } = new()
    {
        { "an end in the middle", Line("Answer:") + End + Line(" Vel") + End, "text came after the message that ended the reply" },
        { "another reply behind the end", Line("Far away. ") + Line("Answer: Vel") + End + Line("Answer: Brinmoor") + End, "text came after the message that ended the reply" },
        { "another model from the middle on", Line("Far ") + Line("away. ") + Line("Answer:") + Line(" Brin", "tiny") + Line("moor", "tiny") + End.Replace("\"m\"", "\"tiny\"", StringComparison.Ordinal), "texts of two models" },
        { "the system's words before the model's", Line("The answer is not to be given. ", role: "system") + Line("Answer: Vel") + End, "texts of several speakers" },
        { "the user's words between", Line("Answer: ") + Line("Brinmoor, is it?", role: "user") + Line("Vel") + End, "texts of several speakers" },
        { "more tokens than were asked for, of which nothing is seen", Line("Answer: Vel") + End.Replace("\"eval_count\":4", "\"eval_count\":99999", StringComparison.Ordinal), "the server counted 99999 tokens" },
        { "out of order, by its numbers", Numbered(0, "Answer: ") + Numbered(2, "el") + Numbered(1, "V") + End, "the reply's messages came out of their order" },
        { "cut, in a word", "{\"warning\":\"prompt truncated to 20 tokens\"}\n" + Line("Answer: Brinmoor") + End, "the server says that it cut the prompt" },
    };

    private static string Numbered(int number, string text) => Line(text).Replace("{\"model\"", $"{{\"seq\":{number},\"model\"", StringComparison.Ordinal);

    private static string Line(string text, string model = "m", string role = "assistant") =>
        $"{{\"model\":\"{model}\",\"message\":{{\"role\":\"{role}\",\"content\":\"{text}\"}},\"done\":false}}\n";

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task It_is_no_answer(string what, string body, string why)
    {
        var response = await ScriptedAsking.OllamaAsync(new ScriptedReply(body, "application/x-ndjson"));
        response.Stop.Should().Be(StopCause.Garbled, $"{what}: {response.Content} {response.Fault}");
        response.Fault.Should().StartWith(why);
    }

    [Theory]
    [InlineData("Far away. |Answer:| Vel", "twice")]
    [InlineData("Far away. |Answer:| Vel", "whole")]
    [InlineData("Far away. |Answer:| Vel", "role")]
    public async Task What_only_looks_like_it_is_the_answer(string text, string how)
    {
        var lines = string.Concat(text.Split('|').Select((t, i) => Line(t, role: how == "role" && i > 0 ? "" : "assistant")));
        var body = lines + End + (how == "twice" ? End : how == "whole" ? Line(text.Replace("|", "", StringComparison.Ordinal)) : "");
        var response = await ScriptedAsking.OllamaAsync(new ScriptedReply(body, "application/x-ndjson"));
        (response.Stop, response.Content).Should().Be((StopCause.Finished, "Far away. Answer: Vel"), response.Fault);
    }

    [Theory]
    [InlineData("MAX_TOKENS", "OutputCap")]
    [InlineData("SAFETY", "Fault")]
    [InlineData("STOP", "Finished")]
    public async Task A_gateways_word_for_the_end_does_not_hide_its_providers(string native, string stop)
    {
        var body = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"Answer: Vel\"}}}}]}}\n\ndata: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\",\"native_finish_reason\":\"{native}\"}}],\"usage\":{{\"prompt_tokens\":40,\"completion_tokens\":4}}}}\n\ndata: [DONE]\n\n";
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body));
        response.Stop.ToString().Should().Be(stop, response.Fault);
    }

    [Fact]
    public async Task A_reply_under_another_name_than_those_before_is_another_models()
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = (i, _) => new(string.Concat("Far away. |Answer:| Vel".Split('|').Select(t => Line(t, i == 1 ? "tiny" : "m"))) + End.Replace("\"m\"", i == 1 ? "\"tiny\"" : "\"m\"", StringComparison.Ordinal), "application/x-ndjson");
        using var server = new OllamaServer(TestRequest.Options(fake.Root));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var stops = new List<StopCause>();
        for (var i = 0; i < 3; i++)
            stops.Add((await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: 256), TestContext.Current.CancellationToken)).Stop);
        stops.Should().Equal(StopCause.Finished, StopCause.Fault, StopCause.Finished);
    }

    [Fact]
    public async Task Thinking_that_is_closed_beyond_the_budget_breaks_nothing()
    {
        var lines = Line("<think>") + string.Concat(Enumerable.Repeat(Line("It may be Vel. "), 5)) + Line("</think>") + Line("Answer: Vel") + End;
        var response = await ScriptedAsking.OllamaAsync(new ScriptedReply(lines, "application/x-ndjson"), output: 2);
        response.Stop.Should().Be(StopCause.OutputCap, response.Fault);
    }
}
