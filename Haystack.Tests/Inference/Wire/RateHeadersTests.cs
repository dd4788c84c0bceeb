using FluentAssertions;
using Haystack.Inference.Wire;
using Xunit;

namespace Haystack.Tests.Inference.Wire;

/// <summary>What servers tell of their limits, in every form that is about.</summary>
public sealed class RateHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("x-ratelimit-limit-requests: 60|x-ratelimit-remaining-requests: 59|x-ratelimit-reset-requests: 1s", "requests", 59.0, 60.0, 1.0)]
    [InlineData("x-ratelimit-remaining-tokens: 149984|x-ratelimit-reset-tokens: 6m0s", "tokens", 149984.0, null, 360.0)]
    [InlineData("x-ratelimit-remaining-tokens: 17000|x-ratelimit-reset-tokens: 20ms", "tokens", 17000.0, null, 0.02)]
    [InlineData("x-ratelimit-remaining-requests: 14369|x-ratelimit-reset-requests: 2m59.56s", "requests", 14369.0, null, 179.56)]
    [InlineData("anthropic-ratelimit-requests-limit: 50|anthropic-ratelimit-requests-remaining: 0|anthropic-ratelimit-requests-reset: 2026-11-28T12:00:30Z", "requests", 0.0, 50.0, 30.0)]
    [InlineData("anthropic-ratelimit-input-tokens-remaining: 12000|anthropic-ratelimit-input-tokens-reset: 2026-11-28T12:01:00Z", "input-tokens", 12000.0, null, 60.0)]
    [InlineData("RateLimit-Limit: 100, 100;w=60|RateLimit-Remaining: 3|RateLimit-Reset: 12", "", 3.0, 100.0, 12.0)]
    [InlineData("X-RateLimit-Limit: 5|X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1795867245", "", 0.0, 5.0, 45.0)]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1795867245000", "", 0.0, null, 45.0)]
    [InlineData("x-rate-limit-remaining: 7", "", 7.0, null, null)]
    [InlineData("x-ratelimit-remaining-requests-day: 900|x-ratelimit-reset-requests-day: 3600", "requests-day", 900.0, null, 3600.0)]
    [InlineData("RateLimit: limit=100, remaining=50, reset=5", "policy 0", 50.0, 100.0, 5.0)]
    [InlineData("RateLimit: \"default\";r=50;t=30", "policy 0", 50.0, null, 30.0)]
    [InlineData("ratelimitbysize-remaining: 500000|ratelimitbysize-reset: 7", "bysize", 500000.0, null, 7.0)]
    public void They_are_read(string headers, string unit, double remaining, double? limit, double? reset)
    {
        using var response = Response(headers);
        var read = RateHeaders.Read(response, Now).Should().ContainSingle().Subject;
        (read.Unit, read.Remaining, read.Limit).Should().Be((unit, remaining, limit));
        (read.Reset?.TotalSeconds).Should().Be(reset);
    }

    [Theory]
    [InlineData("x-ratelimit-remaining-requests: lots")]
    [InlineData("x-ratelimit-reset-requests: 1s")]
    [InlineData("content-language: en")]
    [InlineData("x-ratelimit-policy: default")]
    public void What_tells_no_remainder_is_no_limit(string headers)
    {
        using var response = Response(headers);
        RateHeaders.Read(response, Now).Should().BeEmpty();
    }

    [Fact]
    public void A_moment_is_held_against_the_servers_own_clock()
    {
        using var response = Response("anthropic-ratelimit-requests-remaining: 0|anthropic-ratelimit-requests-reset: 2026-11-28T10:00:30Z");
        response.Headers.Date = new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
        RateHeaders.Read(response, Now).Single().Reset.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_request_costs_what_the_limit_counts()
    {
        new RateReading("requests", 1, null, null).CostOf(4_000, 500).Should().Be(1);
        new RateReading("input-tokens", 1, null, null).CostOf(4_000, 500).Should().Be(4_000);
        new RateReading("output-tokens", 1, null, null).CostOf(4_000, 500).Should().Be(500);
        new RateReading("tokens-minute", 1, null, null).CostOf(4_000, 500).Should().Be(4_500);
    }

    private static HttpResponseMessage Response(string headers)
    {
        var response = new HttpResponseMessage();
        foreach (var header in headers.Split('|').Select(h => h.Split(": ", 2)))
            response.Headers.TryAddWithoutValidation(header[0], header[1]);
        return response;
    }
}
