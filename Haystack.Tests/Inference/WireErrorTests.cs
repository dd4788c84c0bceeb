using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>An error is quoted in the server's words, whatever its shape, and tried again only where that may help.</summary>
public sealed class WireErrorTests
{
    private const string Begun = "data: {\"choices\":[{\"delta\":{\"content\":\"Far\"}}]}\n\n";

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"slot died\",\"code\":500}}\n\n")]
    [InlineData("data: {\"error\":\"slot died\"}\n\n")]
    [InlineData("data: {\"error\":{\"error\":{\"message\":\"slot died\"}}}\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"slot died\",\"type\":\"InternalError\",\"code\":500}\n\n")]
    [InlineData("event: error\ndata: {\"message\":\"slot died\"}\n\n")]
    [InlineData("event: error\ndata: slot died\n\n")]
    [InlineData("event: error\ndata: {\"code\":\"x\",\"text\":\"slot died\"}\n\n")]
    [InlineData("error: {\"message\":\"slot died\"}\n\n")]
    [InlineData("data: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"detail\":\"slot died\"}\n\n")]
    [InlineData("data: {\"detail\":[{\"loc\":[\"body\"],\"msg\":\"slot died\",\"type\":\"x\"}]}\n\n")]
    [InlineData("data: {\"code\":\"InternalError\",\"message\":\"slot died\",\"request_id\":\"7\"}\n\n")]
    [InlineData("data: {\"error_code\":3,\"error_msg\":\"slot died\"}\n\n")]
    [InlineData("data: {\"success\":false,\"errors\":[{\"code\":1,\"message\":\"slot died\"}]}\n\n")]
    [InlineData("{\"error\":{\"message\":\"slot died\"}}\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\",\"error\":{\"message\":\"slot died\"}}]}\n\n")]
    [InlineData("data: {\"id\":\"x\",\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}],\"error\":{\"code\":500,\"message\":\"slot died\"}}\n\n")]
    [InlineData("data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"message\":\"slot died\"}}}\n\n")]
    [InlineData("data: [{\"error\":{\"message\":\"slot died\"}}]\n\n")]
    public async Task Inside_a_stream_that_began_well_it_is_a_fault_and_not_tried_again(string error)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(Begun + error + "data: [DONE]\n\n"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the server broke off with an error: slot died");
        response.Attempts.Should().Be(1);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"no such thing\"}}")]
    [InlineData("{\"detail\":\"no such thing\"}")]
    [InlineData("{\"object\":\"error\",\"message\":\"no such thing\"}")]
    [InlineData("[{\"error\":{\"code\":400,\"message\":\"no such thing\",\"status\":\"INVALID_ARGUMENT\"}}]")]
    public async Task In_place_of_a_stream_it_is_one_too(string body)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, "application/json"));
        (response.Stop, response.Attempts).Should().Be((StopCause.Fault, 1));
        response.Fault.Should().Be("the server broke off with an error: no such thing");
    }

    [Theory]
    [InlineData(400, "{\"object\":\"error\",\"message\":\"no such thing\"}")]
    [InlineData(422, "{\"detail\":[{\"msg\":\"no such thing\"}]}")]
    [InlineData(400, "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"no such thing\"}}}")]
    [InlineData(400, "{\"message\":\"no such thing\"}")]
    [InlineData(400, "no such thing")]
    [InlineData(400, "{\"error\":\"{\\\"error\\\":{\\\"message\\\":\\\"no such thing\\\"}}\"}")]
    public async Task As_a_status_it_is_quoted_too(int status, string body)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, "application/json", status));
        response.Fault.Should().StartWith($"HTTP {status}: ").And.EndWith("no such thing");
        response.Attempts.Should().Be(1);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n")]
    [InlineData("data: {\"error\":{\"code\":\"503\",\"message\":\"not now\"}}\n\n")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"The server is busy, try again later\"}}\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"code\":1302}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\ndata: {\"error\":{\"status\":503,\"message\":\"down\"}}\n\n")]
    public async Task What_may_pass_before_the_first_token_is_tried_again(string error)
    {
        var response = await ScriptedAsking.OpenAiAsync((i, _) => new ScriptedReply(i == 0 ? error : Begun + "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n"));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData(200, "data: {\"error\":{\"code\":\"insufficient_quota\",\"status\":429,\"message\":\"You exceeded your current quota\"}}\n\n")]
    [InlineData(429, "{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"code\":\"insufficient_quota\"}}")]
    [InlineData(429, "{\"error\":{\"message\":\"Insufficient balance\"}}")]
    public async Task What_is_used_up_is_not_tried_again(int status, string body)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, status == 200 ? "text/event-stream" : "application/json", status));
        (response.Stop, response.Attempts).Should().Be((StopCause.Fault, 1), response.Fault);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Open WebUI</title></head></html>", "text/html", "*web page (\"Open WebUI\") in place of a reply*")]
    [InlineData("\n<html>\n<head>\n<title>\nLog in</title>", "text/html", "*web page (\"Log in\") in place of a reply*")]
    [InlineData("Model is warming up", "text/plain", "*ended without its final message (it said: Model is warming up)")]
    [InlineData("data: upstream connect error\n\n", "text/event-stream", "the server broke off with an error: upstream connect error")]
    [InlineData("", "text/event-stream", "the answer broke off: the stream ended without its final message")]
    public async Task What_is_no_reply_at_all_is_said_to_be_none(string body, string type, string fault)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, type));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Match(fault);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\nb\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],}}}}\n\n")]
    [InlineData("data: {'choices':[]}\n\n")]
    [InlineData("data: x\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n")]
    [InlineData("x\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n")]
    public async Task A_message_that_is_none_ends_the_reply_as_a_fault(string message)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(Begun + message + Begun));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("the answer broke off: ");
    }

    [Theory]
    [InlineData("error", "the server ended the reply itself (reason: error)")]
    [InlineData("network_error", "the server ended the reply itself (reason: network_error)")]
    [InlineData("SAFETY", "the server ended the reply itself (reason: SAFETY)")]
    [InlineData("sensitive", "the server ended the reply itself (reason: sensitive)")]
    [InlineData("request_cancelled", "the server ended the reply itself (reason: request_cancelled)")]
    public async Task A_reason_that_is_the_servers_own_is_no_answer(string reason, string fault)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(Begun + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}\n\n"));
        (response.Stop, response.Fault).Should().Be((StopCause.Fault, fault));
    }
}
