using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Text, tokens told, budget, stop reason and thinking must fit together, over both protocols and a real socket.</summary>
public sealed class EndingTests
{
    private const string Planned = "\"prompt_tokens\":40";

    [Theory]
    [InlineData("reasoning only", "", "hm. Answer: Vel", 30, "stop", "nothing but reasoning*\"Vel\"*")]
    [InlineData("no text but tokens", "", "", 12, "stop", "no text, although the server counted 12 output tokens*")]
    [InlineData("one token, no text", "", "", 1, "stop", "no text, although the server counted 1 output tokens*")]
    [InlineData("empty for too long", "", "", 0, "stop", "empty, with no token generated*")]
    [InlineData("length after 5 of 256", "Answer: Vel.", "", 5, "length", "ended the reply at 5 of the 256 tokens*")]
    [InlineData("its own limit of 128", "It is. Answer: Vel.", "", 128, "MAX_TOKENS", "ended the reply at 128 of the 256 tokens*")]
    [InlineData("white space for tokens", "\\n", "", 40, "stop", "no text, although*")]
    [InlineData("characters without a glyph", "\\u200b\\ufeff", "", 30, "stop", "no text, although*")]
    [InlineData("a program's word for nothing", "null", "", 40, "stop", "the reply is the word null, although*40 output tokens*")]
    [InlineData("thinking in tags that never closes", "<think>hm. Answer: Vel", "", 12, "stop", "nothing but reasoning*\"Vel\"*")]
    [InlineData("thinking in tags alone", "<think>Answer: Vel</think>", "", 12, "stop", "nothing but reasoning*\"Vel\"*")]
    [InlineData("a broken character in the answer", "Answer: V\\ufffdl", "", 12, "stop", "*U+FFFD*")]
    [InlineData("half a character in the answer", "Answer: V\\ud83dl", "", 12, "stop", "*U+FFFD*")]
    public async Task What_does_not_fit_is_invalid_and_says_why(string name, string content, string thinking, int tokens, string reason, string why)
    {
        foreach (var (response, protocol) in await BothAsync(content, thinking, tokens, reason))
        {
            var scored = Score(response);
            scored.Outcome.Should().Be(Outcome.Invalid, $"{name}, {protocol}: {scored.ReadingText}");
            scored.ReadingText.Should().Match($"*{why}", $"{name}, {protocol}");
        }
    }

    [Theory]
    [InlineData("a right answer", "Answer: Vel", "", 12, "stop", Outcome.Correct)]
    [InlineData("after thinking", "Answer: Vel", "hm", 12, "stop", Outcome.Correct)]
    [InlineData("a broken character elsewhere", "So \\ufffd far.\\nAnswer: Vel", "", 12, "stop", Outcome.Correct)]
    [InlineData("white space and nothing else", "\\n", "", 2, "stop", Outcome.Empty)]
    [InlineData("nothing that can be seen, all its tokens accounted for", "\\u200b", "", 2, "stop", Outcome.Empty)]
    [InlineData("budget spent", "so it goes", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("budget spent, two tokens short", "so it goes", "", 254, "length", Outcome.CappedOutput)]
    [InlineData("budget spent, said to be a stop", "so it goes", "", 256, "stop", Outcome.CappedOutput)]
    [InlineData("committed", "Answer: Vel.\\nThat is", "", 256, "length", Outcome.Correct)]
    [InlineData("committed after thinking", "Answer: Vel.\\nThat is", "hm", 256, "length", Outcome.Correct)]
    [InlineData("thinking open", "<think>Answer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("Gemma's mark", "<|channel>thought\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("another of Gemma's", "<unused94>thought\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("Apertus's mark", "<|inner_prefix|>Answer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("next year's mark", "<|deliberate_start|>Answer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("next year's tag", "<musings>\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("next year's bracket", "[BEGIN_INNER]Answer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("a mark whose brackets were dropped", "thought\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.CappedOutput)]
    [InlineData("next year's mark, closed", "<|channel>thought\\nhm<channel|>Answer: Vel.\\nThat is", "", 256, "length", Outcome.Correct)]
    [InlineData("next year's tag, closed", "<musings>hm</musings>\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.Correct)]
    [InlineData("only HTML", "<b>Far away</b>.<br>\\nAnswer: Vel.\\nThat is", "", 256, "length", Outcome.Correct)]
    public async Task What_fits_is_an_answer(string name, string content, string thinking, int tokens, string reason, Outcome expected)
    {
        foreach (var (response, protocol) in await BothAsync(content, thinking, tokens, reason))
        {
            var scored = Score(response);
            scored.Outcome.Should().Be(expected, $"{name}, {protocol}: {scored.ReadingText}");
        }
    }

    [Theory]
    [InlineData("{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"answer\",\"arguments\":\"{}\"}}]}", "tool_calls")]
    [InlineData("{\"function_call\":{\"name\":\"answer\",\"arguments\":\"\"}}", "function_call")]
    [InlineData("{\"content\":\"Let me look. \",\"tool_calls\":[{\"function\":{\"name\":\"search\"}}]}", "tool_calls")]
    [InlineData("{\"content\":[{\"type\":\"tool_use\",\"name\":\"answer\",\"input\":{}}]}", "tool_use")]
    public async Task Tool_calls_in_place_of_text_are_invalid(string delta, string reason)
    {
        var body = $"data: {{\"choices\":[{{\"delta\":{delta},\"finish_reason\":null}}]}}\n\n{End(12, reason)}";
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
        scored.Outcome.Should().Be(Outcome.Invalid);
        scored.ReadingText.Should().Contain("tool calls");
    }

    [Fact]
    public async Task Text_lost_in_the_middle_is_found_out_by_the_tokens_counted()
    {
        string Text(string delta) => $"data: {{\"choices\":[{{\"delta\":{delta},\"finish_reason\":null}}]}}\n\n";
        var body = Text("{\"content\":\"Answer:\"}") + Text("{\"content\":\" 1\"}") + Text("{}") + Text("{\"content\":\"7\"}");
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body + End(4, "stop"))));
        (scored.Outcome, scored.ReadingText).Should().Be((Outcome.Invalid, scored.ReadingText), "4 tokens were counted, and 3 texts came");
        scored.ReadingText.Should().Contain("lost");
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body + End(3, "stop")))).Outcome.Should().NotBe(Outcome.Invalid, "a message without text is no token");
    }

    [Theory]
    [InlineData(300, Outcome.CappedOutput, false)]
    [InlineData(40, Outcome.Correct, true)]
    public async Task A_server_that_sends_more_than_was_asked_for_is_waited_for_until_it_says_what_it_counted(int told, Outcome expected, bool whole)
    {
        var pieces = string.Concat(Enumerable.Range(0, 300).Select(i => $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{i * i % 97}, \"}}}}]}}\n\n"));
        var body = pieces + "data: {\"choices\":[{\"delta\":{\"content\":\"\\nAnswer: Vel\"}}]}\n\n" + End(told, "stop");
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body));
        response.PromptTokens.Should().Be(40);
        response.Content.EndsWith("Answer: Vel", StringComparison.Ordinal).Should().Be(whole);
        Score(response).Outcome.Should().Be(expected);
    }

    [Fact]
    public void A_model_that_was_to_think_has_not_committed_where_no_thinking_was_seen()
    {
        var response = new ModelResponse { Content = "It may be so. Answer: Vel.\nThat is", Stop = StopCause.OutputCap, PromptTokens = 40, OutputTokens = 256, MaxOutputTokens = 256 };
        Score(response with { IsToThink = true }).Outcome.Should().Be(Outcome.CappedOutput);
        Score(response with { IsToThink = true, Content = $"hm</think>{response.Content}" }).Outcome.Should().Be(Outcome.Correct);
        Score(response with { IsToThink = false }).Outcome.Should().Be(Outcome.Correct);
    }

    private static async Task<IReadOnlyList<(ModelResponse Response, string Protocol)>> BothAsync(string content, string thinking, int tokens, string reason)
    {
        var events = $"data: {{\"choices\":[{{\"delta\":{{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"{thinking}\"}}}}]}}\n\ndata: {{\"choices\":[{{\"delta\":{{\"content\":\"{content}\"}}}}]}}\n\n{End(tokens, reason)}";
        var lines = $"{{\"message\":{{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"{thinking}\"}},\"done\":false}}\n{{\"message\":{{\"content\":\"{content}\"}},\"done\":false}}\n"
            + $"{{\"message\":{{\"content\":\"\"}},\"done\":true,\"done_reason\":\"{reason}\",\"prompt_eval_count\":40{(tokens > 0 ? $",\"eval_count\":{tokens}" : ",\"eval_count\":0")}}}\n";
        return
        [
            (await ScriptedAsking.OpenAiAsync(new ScriptedReply(events)), "OpenAI"),
            (await ScriptedAsking.OllamaAsync(new ScriptedReply(lines, "application/x-ndjson")), "Ollama"),
        ];
    }

    private static string End(int tokens, string reason) =>
        $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}],\"usage\":{{{Planned},\"completion_tokens\":{tokens}}}}}\n\ndata: [DONE]\n\n";

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
