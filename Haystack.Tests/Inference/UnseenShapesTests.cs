using FluentAssertions;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Members of each kind that no list names, over a real socket: what is not known must come out right, or be said.</summary>
public sealed class UnseenShapesTests
{
    private const string Usage = "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}";
    private const string Text = "data: {\"choices\":[{\"delta\":{\"content\":\"Far away. \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Answer: Vel\"}}]}\n\n";

    [Theory]
    [InlineData("finished")]
    [InlineData("FINISH_REASON_STOP")]
    [InlineData("EOS_TOKEN")]
    [InlineData("eot_id")]
    [InlineData("turn_complete")]
    [InlineData("stop_str")]
    [InlineData("natural")]
    [InlineData("hit_stop_token")]
    [InlineData("success")]
    [InlineData("no_error")]
    [InlineData("not_truncated")]
    [InlineData("softmax_end")]
    [InlineData("endOfTurn")]
    [InlineData("room_for_more")]
    [InlineData("payload_end")]
    [InlineData("NONE")]
    [InlineData("completion_done")]
    [InlineData("stop-token")]
    [InlineData("<eos>")]
    [InlineData("end of sequence")]
    [InlineData("normal_termination")]
    [InlineData("StopIteration")]
    [InlineData("no_tool_calls")]
    [InlineData("role_end")]
    [InlineData("EOM")]
    [InlineData("role_change")]
    [InlineData("停止")]
    [InlineData("stopping_criteria_met")]
    public async Task A_word_for_the_end_that_nobody_knows_is_a_stop(string reason)
    {
        var body = Text + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}],{Usage}}}\n\ndata: [DONE]\n\n";
        Check(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
    }

    [Theory]
    [InlineData("maxTokens")]
    [InlineData("MAX_OUTPUT_REACHED")]
    [InlineData("token_limit")]
    [InlineData("lengthExceeded")]
    [InlineData("hit_length")]
    [InlineData("max-new-tokens")]
    [InlineData("output limit reached")]
    [InlineData("TRUNCATED")]
    [InlineData("token_budget_exhausted")]
    [InlineData("context_full")]
    [InlineData("window_exceeded")]
    [InlineData("ran_out_of_tokens")]
    [InlineData("n_predict")]
    [InlineData("out_of_tokens")]
    [InlineData("cut-off")]
    [InlineData("outputTooLong")]
    [InlineData("overflow")]
    [InlineData("长度限制")]
    public async Task And_one_that_speaks_of_a_limit_is_the_servers_own_where_the_budget_was_not_reached(string reason)
    {
        var body = Text + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}],{Usage}}}\n\ndata: [DONE]\n\n";
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body))).Outcome.Should().Be(Outcome.Invalid);
    }

    [Theory]
    [InlineData("generationError")]
    [InlineData("worker_failed")]
    [InlineData("OOM")]
    [InlineData("model_unloaded")]
    [InlineData("engineCrashed")]
    [InlineData("CONTENT_POLICY")]
    [InlineData("aborted_by_user")]
    [InlineData("internal-error")]
    [InlineData("ServerException")]
    [InlineData("killed")]
    [InlineData("evicted")]
    [InlineData("cancelled")]
    [InlineData("safety_stop")]
    [InlineData("connection_lost")]
    [InlineData("upstream_hangup")]
    [InlineData("rejected")]
    [InlineData("panic")]
    [InlineData("worker_died")]
    [InlineData("nan_detected")]
    [InlineData("rate_limited")]
    [InlineData("quota")]
    [InlineData("model_removed")]
    [InlineData("policy_violation")]
    [InlineData("denied")]
    public async Task And_one_that_speaks_of_a_fault_is_one(string reason)
    {
        var body = Text + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}],{Usage}}}\n\ndata: [DONE]\n\n";
        (await ScriptedAsking.OpenAiAsync(new ScriptedReply(body))).Stop.Should().Be(StopCause.Fault);
    }

    [Theory]
    [InlineData("\"usage\":{\"inputTokens\":{\"total\":40,\"cacheRead\":0},\"outputTokens\":{\"total\":12}}")]
    [InlineData("\"usage\":{\"prompt\":40,\"completion\":12}")]
    [InlineData("\"usage\":{\"input\":40,\"output\":12}")]
    [InlineData("\"token_usage\":{\"prompt_count\":40,\"completion_count\":12}")]
    [InlineData("\"tokenUsage\":{\"request_tokens\":40,\"response_tokens\":12}")]
    [InlineData("\"usage\":{\"question_tokens\":40,\"answer_tokens\":12,\"total_tokens\":52}")]
    [InlineData("\"usage\":{\"context_tokens\":40,\"generated\":12,\"prompt_ms\":17,\"completion_ms\":99}")]
    [InlineData("\"usage\":[{\"prompt_tokens\":40,\"completion_tokens\":12}]")]
    [InlineData("\"usage\":{\"prompt_tokens\":{\"value\":40},\"completion_tokens\":{\"value\":12}}")]
    [InlineData("\"usage\":{\"prefill_tokens\":40,\"decode_tokens\":12}")]
    [InlineData("\"metadata\":{\"usage\":{\"InputTokens\":40,\"OutputTokens\":12,\"TotalTokens\":52}}")]
    [InlineData("\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12,\"prompt_time\":0.4,\"completion_time\":1.2,\"prompt_cost\":3,\"completion_tokens_per_second\":90}")]
    [InlineData("\"usage\":{\"n_prompt\":40,\"n_completion\":12}")]
    [InlineData("\"usage\":{\"tokens\":{\"prompt\":40,\"completion\":12,\"total\":52}}")]
    [InlineData("\"usage\":{\"InputTokens\":40,\"OutputTokens\":12}")]
    [InlineData("\"usage\":{\"prompt\":{\"tokens\":40},\"completion\":{\"tokens\":12}}")]
    [InlineData("\"stats\":{\"promptTokens\":40,\"generatedTokens\":12,\"tokensPerSecond\":51.5}")]
    [InlineData("\"token_counts\":{\"input\":40,\"output\":12}")]
    [InlineData("\"tokens\":{\"input\":40,\"output\":12}")]
    [InlineData("\"consumption\":{\"prompt_tokens\":40,\"completion_tokens\":12}")]
    [InlineData("\"usage\":{\"prompt_token_num\":40,\"completion_token_num\":12}")]
    [InlineData("\"metrics\":{\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}}")]
    [InlineData("\"billing\":{\"usage\":{\"inputTokens\":40,\"outputTokens\":12}}")]
    [InlineData("\"usage\":{\"text\":{\"prompt_tokens\":40,\"completion_tokens\":12}}")]
    [InlineData("\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12,\"limit\":100000,\"remaining_tokens\":99948}")]
    [InlineData("\"model_usage\":{\"m\":{\"prompt_tokens\":40,\"completion_tokens\":12}}")]
    [InlineData("\"usage\":{\"tokens_prompt\":40,\"tokens_generated\":12}")]
    [InlineData("\"usage\":\"{\\\"prompt_tokens\\\":40,\\\"completion_tokens\\\":12}\"")]
    [InlineData("\"usage\":{\"prompt_tokens\":\"40 tokens\",\"completion_tokens\":\"12 tokens\"}")]
    [InlineData("\"usage\":{\"prompt_tokens\":[40],\"completion_tokens\":[12]}")]
    [InlineData("\"usage\":{\"prompt_cache_hit_tokens\":16,\"prompt_cache_miss_tokens\":24,\"completion_tokens\":12}")]
    public async Task Counts_are_found_under_names_that_nobody_knows(string usage)
    {
        var body = Text + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}],{usage}}}\n\ndata: [DONE]\n\n";
        Check(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body)));
    }

    [Theory]
    [InlineData("data: {\"fault\":{\"faultstring\":\"slot died\",\"detail\":{\"errorcode\":\"x.y\"}}}\n\n")]
    [InlineData("data: {\"failure\":\"slot died\"}\n\n")]
    [InlineData("data: {\"exception\":\"slot died\"}\n\n")]
    [InlineData("data: {\"Message\":\"slot died\"}\n\n")]
    [InlineData("data: {\"type\":\"about:blank\",\"title\":\"slot died\",\"status\":500}\n\n")]
    [InlineData("data: {\"ok\":false,\"reason\":\"slot died\"}\n\n")]
    [InlineData("data: {\"internalServerException\":{\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"error\":true,\"reason\":\"slot died\"}\n\n")]
    [InlineData("data: {\"error\":1,\"msg\":\"slot died\"}\n\n")]
    [InlineData("data: {\"base_resp\":{\"status_code\":1013,\"status_msg\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"header\":{\"code\":10013,\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"ResponseMetadata\":{\"Error\":{\"Code\":\"X\",\"Message\":\"slot died\"}}}\n\n")]
    [InlineData("data: {\"Response\":{\"Error\":{\"Message\":\"slot died\"}}}\n\n")]
    [InlineData("data: {\"status\":\"failed\",\"cause\":\"slot died\"}\n\n")]
    [InlineData("event: exception\ndata: {\"message\":\"slot died\"}\n\n")]
    [InlineData("data: {\"code\":500,\"data\":null,\"msg\":\"slot died\"}\n\n")]
    [InlineData("event: failure\ndata: slot died\n\n")]
    [InlineData("data: {\"Error\":\"slot died\"}\n\n")]
    [InlineData("data: {\"errorCode\":\"E7\",\"errorDetails\":\"slot died\"}\n\n")]
    [InlineData("data: {\"result\":\"error\",\"data\":\"slot died\"}\n\n")]
    [InlineData("data: {\"state\":\"ERROR\",\"details\":{\"why\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"kind\":\"error\",\"payload\":\"slot died\"}\n\n")]
    [InlineData("data: {\"event\":\"error\",\"data\":{\"text\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"errors\":{\"server\":[\"slot died\"]}}\n\n")]
    [InlineData("data: {\"warning\":null,\"fatal\":\"slot died\"}\n\n")]
    [InlineData("data: {\"traceback\":\"Traceback (most recent call last):\\n RuntimeError: slot died\"}\n\n")]
    [InlineData("data: {\"success\":\"false\",\"reason\":\"slot died\"}\n\n")]
    [InlineData("data: {\"statusCode\":502,\"body\":\"slot died\"}\n\n")]
    [InlineData("data: {\"response\":{\"status\":\"failed\",\"incomplete_details\":{\"reason\":\"slot died\"}}}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"error\":\"slot died\"}]}\n\n")]
    [InlineData("data: {\"choices\":[],\"error_info\":{\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: RuntimeError: slot died\n\n")]
    [InlineData("ERROR: slot died\n\n")]
    [InlineData("data: {\"failed\":true,\"explanation\":\"slot died\"}\n\n")]
    [InlineData("data: {\"status\":\"NOK\",\"data\":{\"reason\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"error_description\":\"slot died\",\"error\":\"server_error\"}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{}}],\"failure\":\"slot died\"}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"detail\":\"slot died\"}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"base_resp\":{\"status_code\":1013,\"status_msg\":\"slot died\"}}\n\n")]
    public async Task An_error_of_a_shape_that_nobody_knows_is_quoted(string error)
    {
        foreach (var begun in new[] { "data: {\"choices\":[{\"delta\":{\"content\":\"Far\"}}]}\n\n", "" })
        {
            var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(begun + error + "data: [DONE]\n\n"));
            response.Stop.Should().Be(StopCause.Fault, begun);
            response.Fault.Should().Contain("slot died", begun);
        }
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":\"Answer: Brinmoor\"}]}\n\n")]
    [InlineData("data: {\"choices\":[\"Answer: Brinmoor\"]}\n\n")]
    [InlineData("data: {\"outputs\":[{\"text\":\"Answer: Vel\",\"stop_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"generation\":\"Answer: Vel\",\"stop_reason\":\"stop\",\"prompt_token_count\":40,\"generation_token_count\":12}\n\n")]
    [InlineData("data: {\"results\":[{\"outputText\":\"Answer: Vel\",\"completionReason\":\"FINISH\"}]}\n\n")]
    [InlineData("data: {\"answer\":\"Vel\"}\n\n")]
    [InlineData("data: {\"choices\":[{\"messages\":[{\"sender_type\":\"BOT\",\"text\":\"Answer: Vel\"}]}]}\n\n")]
    [InlineData("data: {\"event\":\"text\",\"data\":{\"text\":\"Answer: Vel\"}}\n\n")]
    [InlineData("data: \"Answer: Vel\"\n\n")]
    public async Task A_reply_of_a_shape_that_nobody_knows_is_read_or_said_to_be_unread(string body)
    {
        foreach (var end in new[] { $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}],{Usage}}}\n\ndata: [DONE]\n\n", "data: [DONE]\n\n", "" })
        {
            var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body + end)));
            new[] { Outcome.Correct, Outcome.Invalid, Outcome.Failed }.Should().Contain(scored.Outcome, $"{end}: {scored.ReadingText}");
        }
    }

    private static void Check(ModelResponse response)
    {
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().Be("Far away. Answer: Vel");
        (response.PromptTokens, response.OutputTokens).Should().Be((40L, 12L));
    }

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
