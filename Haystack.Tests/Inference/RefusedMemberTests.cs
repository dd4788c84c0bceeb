using System.Text.Json;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What a server refuses by name is not sent again, and what is really sent is what is stored.</summary>
public sealed class RefusedMemberTests
{
    private const string Answer = "data: {\"choices\":[{\"delta\":{\"content\":\"Answer: Vel\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData("top_k", 400, "{\"error\":{\"message\":\"Unrecognized request argument supplied: top_k\"}}")]
    [InlineData("top_k", 422, "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"top_k\"],\"msg\":\"Extra inputs are not permitted\"}]}")]
    [InlineData("min_p", 400, "{\"error\":{\"message\":\"Unknown parameter\",\"param\":\"min_p\"}}")]
    [InlineData("repeat_penalty", 400, "{\"message\":\"property 'repeat_penalty' is unsupported\"}")]
    [InlineData("seed", 400, "{\"error\":\"seed is not supported by this model\"}")]
    [InlineData("temperature", 400, "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.\"}}")]
    [InlineData("top_p", 400, "{\"error\":{\"message\":\"`temperature` and `top_p` cannot both be specified for this model.\"}}")]
    [InlineData("stream_options", 400, "{\"error\":{\"message\":\"stream_options: Extra inputs are not permitted\"}}")]
    [InlineData("presence_penalty", 400, "{\"error\":{\"message\":\"presence_penalty is not allowed\"}}")]
    [InlineData("min_p", 400, "{\"error\":\"json: unknown field \\\"min_p\\\"\"}")]
    [InlineData("top_k", 400, "{\"message\":\"The model returned the following errors: extraneous key [topK] is not permitted\"}")]
    [InlineData("top_k", 400, "{\"error\":{\"message\":\"Unsupported parameter: 'top_k'. Supported parameters are: temperature, top_p, seed, max_tokens.\"}}")]
    [InlineData("seed", 501, "{\"error\":\"seed: not implemented\"}")]
    [InlineData("temperature", 400, "{\"error\":{\"message\":\"invalid temperature: only 1 is allowed for this model\"}}")]
    [InlineData("repeat_penalty", 400, "{\"error\":\"Additional properties are not allowed ('repeat_penalty' was unexpected)\"}")]
    [InlineData("min_p", 200, "{\"error\":{\"code\":400,\"message\":\"min-p is not available\"}}")]
    public async Task It_is_left_out_and_stored_as_not_sent(string member, int status, string refusal)
    {
        var (response, bodies, properties) = await AskAsync("openai/test-7b", body => body.TryGetProperty(member, out _) ? new ScriptedReply(refusal, "application/json", status) : new ScriptedReply(Answer));
        response.Content.Should().Be("Answer: Vel", response.Fault);
        bodies.Should().HaveCount(2);
        bodies[1].TryGetProperty(member, out _).Should().BeFalse();
        bodies[1].EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo(bodies[0].EnumerateObject().Select(m => m.Name).Where(m => m != member), "nothing else is left out");
        if (properties.ContainsKey($"sampling.{member}"))
            properties[$"sampling.{member}"].Should().Be("not sent");
    }

    [Theory]
    [InlineData("max_tokens", "max_completion_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
    [InlineData("max_tokens", "max_completion_tokens", "max_tokens: unknown field")]
    public async Task The_budget_goes_by_the_name_that_is_taken(string refused, string taken, string said)
    {
        var (response, bodies, _) = await AskAsync("openai/test-7b", body => body.TryGetProperty(refused, out _) ? new ScriptedReply(JsonSerializer.Serialize(new { error = said }), "application/json", 400) : new ScriptedReply(Answer));
        response.Content.Should().Be("Answer: Vel", response.Fault);
        bodies[^1].GetProperty(taken).GetInt32().Should().Be(4);
    }

    [Theory]
    [InlineData("Invalid 'max_tokens': integer below minimum value. Expected a value >= 16, but got 4 instead.")]
    [InlineData("max_tokens must be at least 16")]
    [InlineData("max_tokens must be greater than 15")]
    [InlineData("max_tokens: must be between 16 and 8192")]
    [InlineData("Range of max_tokens should be [16, 8192]")]
    [InlineData("max_tokens (4) is less than the minimum of 16")]
    public async Task A_least_budget_is_heeded(string said)
    {
        var (response, bodies, _) = await AskAsync("openai/test-7b", body => body.GetProperty("max_tokens").GetInt32() < 16 ? new ScriptedReply(JsonSerializer.Serialize(new { error = said }), "application/json", 400) : new ScriptedReply(Answer));
        response.Content.Should().Be("Answer: Vel", response.Fault);
        response.PromptTokens.Should().Be(40);
        bodies[^1].GetProperty("max_tokens").GetInt32().Should().Be(16);
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_stays_refused()
    {
        var (response, bodies, _) = await AskAsync("openai/test-7b", _ => new ScriptedReply("{\"error\":\"messages must not be empty\"}", "application/json", 400));
        response.Fault.Should().Be("HTTP 400: messages must not be empty");
        bodies.Should().ContainSingle();
    }

    [Fact]
    public async Task A_member_is_left_out_by_hand_and_a_header_comes_from_a_variable()
    {
        Environment.SetEnvironmentVariable("HAYSTACK_TEST_TENANT", "seven");
        var (response, bodies, properties) = await AskAsync("openai/test-7b?top_k=none&header.X-Tenant=HAYSTACK_TEST_TENANT", _ => new ScriptedReply(Answer));
        response.Content.Should().Be("Answer: Vel", response.Fault);
        bodies[0].TryGetProperty("top_k", out _).Should().BeFalse();
        properties["sampling.top_k"].Should().Be("not sent");
        _tenant.Should().Be("seven");
        await FluentActions.Awaiting(() => AskAsync("openai/test-7b?header.X-Tenant=HAYSTACK_TEST_NOWHERE", _ => new ScriptedReply(Answer)))
            .Should().ThrowAsync<HaystackException>().WithMessage("*HAYSTACK_TEST_NOWHERE*not set");
    }

    private string? _tenant;

    private async Task<(ModelResponse Response, IReadOnlyList<JsonElement> Bodies, IReadOnlyDictionary<string, string> Properties)> AskAsync(string model, Func<JsonElement, ScriptedReply> reply)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = (_, body) => reply(body);
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: $"{fake.Root}/v1"));
        await using var connection = await server.ConnectAsync(ModelSpec.Parse(model), TestContext.Current.CancellationToken);
        var response = await connection.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: 4), TestContext.Current.CancellationToken);
        _tenant = fake.Headers[^1].TryGetValue("X-Tenant", out var tenant) ? tenant.ToString() : null;
        return (response, fake.Bodies, connection.Description.Properties);
    }
}
