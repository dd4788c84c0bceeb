using System.Text;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What servers say beside a reply, over a real socket: notes, news of the work, and what kind of text it is.</summary>
public sealed class UnseenNotesTests
{
    private const string Usage = "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}";
    private const string Text = "data: {\"choices\":[{\"delta\":{\"content\":\"Far away. \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Answer: Vel\"}}]}\n\n";
    private const string End = $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}],{Usage}}}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData("\"fallback_error\":\"provider A: 429\"")]
    [InlineData("\"last_error\":{\"message\":\"the first try timed out\"}")]
    [InlineData("\"route\":{\"status\":\"failed_over\",\"message\":\"to the other one\"}")]
    [InlineData("\"failed_providers\":\"A, B\"")]
    [InlineData("\"error_budget\":\"99.9%\"")]
    [InlineData("\"health\":{\"state\":\"error_prone\",\"info\":\"x\"}")]
    public async Task A_note_of_errors_beside_a_reply_that_goes_on_is_none(string note)
    {
        foreach (var body in new[]
        {
            (Text + End).Replace("data: {", $"data: {{{note},", StringComparison.Ordinal),
            $"data: {{\"choices\":[{{\"delta\":{{\"role\":\"assistant\"}}}}],{note}}}\n\n{Text}{End}",
            $"data: {{\"choices\":[],{note}}}\n\n{Text}{End}",
            Text + End.Replace("data: {", $"data: {{{note},", StringComparison.Ordinal),
        })
            Check(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
    }

    [Theory]
    [InlineData("{\"status\":\"processing\",\"message\":\"in the queue\"}")]
    [InlineData("{\"type\":\"info\",\"text\":\"hello\"}")]
    [InlineData("{\"event\":\"queue\",\"detail\":\"position 3\"}")]
    [InlineData("{\"message\":\"warming up\"}")]
    [InlineData("{\"code\":429,\"message\":\"rate limited, trying again\"}")]
    [InlineData("{\"prompt_progress\":{\"total\":40,\"processed\":10}}")]
    public async Task A_message_about_the_work_is_no_part_of_the_reply_and_no_error_where_it_goes_on(string notice)
    {
        foreach (var body in new[] { $"data: {notice}\n\n{Text}{End}", Text.Replace("\n\ndata: {", $"\n\ndata: {notice}\n\ndata: {{", StringComparison.Ordinal) + End })
            Check(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
    }

    [Theory]
    [InlineData("\"channel\":\"analysis\"")]
    [InlineData("\"phase\":\"thinking\"")]
    [InlineData("\"is_thinking\":true")]
    [InlineData("\"reasoning\":true")]
    [InlineData("\"content_type\":\"reasoning\"")]
    [InlineData("\"role\":\"thinking\"")]
    [InlineData("\"thought\":1")]
    [InlineData("\"metadata\":{\"thinking\":true}")]
    public async Task A_text_that_is_told_beside_it_to_be_thinking_is_thinking(string told)
    {
        foreach (var chunk in new[] { $"{{\"choices\":[{{\"delta\":{{{told},\"content\":\"Answer: Brinmoor\"}}}}]}}", $"{{\"choices\":[{{{told},\"delta\":{{\"content\":\"Answer: Brinmoor\"}}}}]}}" })
        {
            var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply($"data: {chunk}\n\n{Text}{End}"));
            Check(response);
            response.Thinking.Should().Be("Answer: Brinmoor");
        }
    }

    [Fact]
    public async Task A_text_outside_of_the_form_in_which_the_reply_came_makes_it_no_answer()
    {
        var body = Text + $"data: {{\"text\":\"dale\"}}\n\n{End}";
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body))).Outcome.Should().Be(Outcome.Invalid);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_make_a_broken_character_and_no_answer()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Text.Replace("Vel", "V@l", StringComparison.Ordinal) + End).Select(b => b == '@' ? (byte)0xE9 : b)];
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
        (scored.Outcome, scored.Reading[^1]).Should().Be((Outcome.Invalid, "the answer has a character that was broken on the way (U+FFFD): \"V\uFFFDl\""));
    }

    private static void Check(ModelResponse response)
    {
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().Be("Far away. Answer: Vel");
        (response.PromptTokens, response.OutputTokens).Should().Be((40L, 12L));
    }

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
