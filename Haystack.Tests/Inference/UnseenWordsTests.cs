using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Marks of thinking and refusals of long prompts that no list names.</summary>
public sealed class UnseenWordsTests
{
    [Theory]
    [InlineData("<reflect>")]
    [InlineData("<|assistant_thought|>")]
    [InlineData("◁think▷")]
    [InlineData("⟦thinking⟧")]
    [InlineData("{{thinking}}")]
    [InlineData("«thought»")]
    [InlineData("```thinking")]
    [InlineData("[[reasoning]]")]
    [InlineData("<!-- thinking -->")]
    [InlineData("::: thought")]
    [InlineData("<seed:think>")]
    [InlineData("<｜reasoning▁begin｜>")]
    [InlineData("##THINKING##")]
    [InlineData("<scratch pad=\"1\">")]
    [InlineData("analysis")]
    [InlineData("【思考】")]
    [InlineData("<thinking>")]
    [InlineData("[INNER MONOLOGUE]")]
    [InlineData("***thinking***")]
    [InlineData("~~~thought")]
    [InlineData("<|think_start|>")]
    [InlineData("(thinking)")]
    [InlineData("===REASONING===")]
    [InlineData("%%thought%%")]
    [InlineData("‹think›")]
    [InlineData("<chain-of-thought>")]
    [InlineData("@@think")]
    [InlineData("/think")]
    [InlineData("<|im_start|>thought")]
    [InlineData("--- analysis ---")]
    [InlineData("「思考」")]
    [InlineData("> thinking")]
    [InlineData("<work>")]
    [InlineData("<rationale>")]
    [InlineData("Thoughts:")]
    [InlineData("<step id=\"1\">")]
    [InlineData("# Thinking")]
    [InlineData("[BEGIN THOUGHTS]")]
    [InlineData("[unused12]")]
    [InlineData("<details><summary>Thinking</summary>")]
    [InlineData("<div class='thinking'>")]
    public async Task An_answer_behind_an_opening_mark_that_nobody_knows_is_not_committed_when_the_budget_cuts_it(string mark)
    {
        var content = System.Text.Json.JsonSerializer.Serialize(mark + "\nAnswer: Vel.\nThat is");
        var body = $"data: {{\"choices\":[{{\"delta\":{{\"content\":{content}}}}}]}}\n\ndata: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"length\"}}],\"usage\":{{\"prompt_tokens\":40,\"completion_tokens\":256}}}}\n\ndata: [DONE]\n\n";
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body))).Outcome.Should().Be(Outcome.CappedOutput);
    }

    [Theory]
    [InlineData("Your prompt contains 9000 tokens which is above this model's window of 8192.", 9000L)]
    [InlineData("n_past (9000) would exceed n_ctx (8192)", 9000L)]
    [InlineData("Cannot process 9,000 tokens: the engine was built for max_seq_len=8192.", 9000L)]
    [InlineData("The provided text is too long for this model. Please shorten your prompt.", null)]
    [InlineData("Token budget exceeded: input=9000, allowed=8192", 9000L)]
    [InlineData("the number of input tokens (9000) has exceeded max_input_length (8192)", 9000L)]
    [InlineData("Context overflow: prompt 9000 > window 8192", 9000L)]
    [InlineData("Input sequence length 9000 exceeds the model's capacity of 8192", 9000L)]
    [InlineData("Requested tokens (9000) exceed context window of 8192", 9000L)]
    [InlineData("messages too long, 9000 tokens counted, 8192 permitted", 9000L)]
    [InlineData("L'invite est trop longue : 9000 tokens (max 8192)", 9000L)]
    [InlineData("输入长度超过模型最大上下文 8192，当前 9000", 9000L)]
    [InlineData("入力トークン数が上限を超えています（9000 > 8192）", 9000L)]
    [InlineData("You have 9000 tokens in your input; 8192 is the most this model can read.", 9000L)]
    [InlineData("Maximum tokens exceeded. Prompt tokens: 9000, model maximum: 8192", 9000L)]
    [InlineData("prompt size 9000 does not fit into 8192 context slots", 9000L)]
    [InlineData("Der Prompt ist zu lang: 9000 Token, erlaubt sind 8192", 9000L)]
    [InlineData("El prompt es demasiado largo (9000 tokens, máximo 8192)", 9000L)]
    [InlineData("The total length of the messages (9000 tokens) is over the 8192-token window", 9000L)]
    [InlineData("sequence length is larger than the maximum: 9000 > 8192", 9000L)]
    [InlineData("Too many input tokens: 9000/8192", 9000L)]
    [InlineData("ValueError: Token indices sequence length is longer than the specified maximum sequence length for this model (9000 > 8192)", 9000L)]
    [InlineData("ERR_CTX_OVERFLOW: requested 9000, available 8192", 9000L)]
    [InlineData("This model can only handle 8192 tokens, your prompt has 9000", 9000L)]
    [InlineData("프롬프트가 너무 깁니다: 9000 토큰 (최대 8192)", 9000L)]
    [InlineData("Превышена максимальная длина контекста: 9000 токенов при лимите 8192", 9000L)]
    [InlineData("prompt length 9000 > n_ctx 8192", 9000L)]
    [InlineData("sequence too long (9000 > 8192)", 9000L)]
    [InlineData("input_tokens 9000 > max_model_len 8192", 9000L)]
    [InlineData("prompt truncated: 9000 tokens do not fit", 9000L)]
    public void A_refusal_of_a_long_prompt_in_words_that_nobody_knows_is_understood(string said, long? tokens)
    {
        PromptRefusal.Is(said).Should().BeTrue();
        new[] { tokens, null }.Should().Contain(PromptRefusal.Tokens(said), "a count is right, or not told");
    }

    [Theory]
    [InlineData("output tokens 9000 exceed the limit 8192 for completions")]
    [InlineData("thinking budget 9000 exceeds max 8192")]
    [InlineData("Requested 9000 completion tokens; the maximum is 8192")]
    [InlineData("Too many requests in the queue (9000, limit 8192)")]
    public void A_bound_of_something_else_is_no_refusal_of_the_prompt(string said) =>
        new[] { said, $"{{\"error\":{{\"message\":\"{said}\"}}}}" }.Where(PromptRefusal.Is).Should().BeEmpty();

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
