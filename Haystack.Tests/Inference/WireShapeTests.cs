using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>A right answer is read from every shape in which servers write it, over a real socket.</summary>
public sealed class WireShapeTests
{
    [Theory]
    [MemberData(nameof(WireShapes.OpenAi), MemberType = typeof(WireShapes))]
    public async Task The_answer_is_read_from_every_shape(string name, string body, string type)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, type));
        Check(name, response);
    }

    [Theory]
    [MemberData(nameof(WireShapes.Ollama), MemberType = typeof(WireShapes))]
    public async Task And_from_every_shape_of_Ollamas_protocol(string name, string body)
    {
        var response = await ScriptedAsking.OllamaAsync(new ScriptedReply(body, "application/x-ndjson"));
        Check(name, response);
    }

    [Theory]
    [InlineData("\"reasoning_content\":\"hm\"")]
    [InlineData("\"reasoning\":\"hm\"")]
    [InlineData("\"thinking\":\"hm\"")]
    [InlineData("\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]")]
    [InlineData("\"thought\":\"hm\"")]
    [InlineData("\"reasoning\":\"hm\",\"reasoning_content\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]")]
    [InlineData("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]")]
    [InlineData("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]")]
    [InlineData("\"content\":[{\"type\":\"reasoning\",\"text\":\"hm\"}]")]
    [InlineData("\"content\":null,\"reasoning\":{\"content\":\"hm\"},\"reasoning_tokens\":1")]
    public async Task Thinking_is_told_from_text_under_every_name(string thinking)
    {
        var body = $"data: {{\"choices\":[{{\"delta\":{{{thinking}}}}}]}}\n\ndata: {{\"choices\":[{{\"delta\":{{\"content\":\"Answer: Vel\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":40,\"completion_tokens\":12}}}}\n\ndata: [DONE]\n\n";
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body));
        (response.Stop, response.Content, response.Thinking).Should().Be((StopCause.Finished, "Answer: Vel", "hm"), response.Fault);
    }

    [Fact]
    public async Task Halves_of_a_character_in_two_messages_are_joined()
    {
        var body = "data: {\"choices\":[{\"delta\":{\"content\":\"Vel \\ud83d\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\\ude00!\"},\"finish_reason\":\"stop\"}]}\n\n";
        (await ScriptedAsking.OpenAiAsync(new ScriptedReply(body))).Content.Should().Be("Vel 😀!");
    }

    [Fact]
    public async Task A_server_that_has_ended_its_reply_and_holds_the_connection_is_not_waited_for_in_vain()
    {
        var body = "data: {\"choices\":[{\"delta\":{\"content\":\"Answer: Vel\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}}\n\n";
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, holdsOpen: true));
        (response.Stop, response.Content, response.PromptTokens).Should().Be((StopCause.Finished, "Answer: Vel", 40L), response.Fault);
    }

    private static void Check(string name, ModelResponse response)
    {
        response.Stop.Should().Be(StopCause.Finished, $"{name}: {response.Fault}");
        response.Content.Should().Be("Far away. Answer: Vel", name);
        (response.PromptTokens, response.OutputTokens).Should().Be((40L, 12L), name);
    }
}
