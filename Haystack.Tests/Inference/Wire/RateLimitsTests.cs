using FluentAssertions;
using Haystack.Inference.Wire;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference.Wire;

/// <summary>When requests are held back by what answers tell, in whatever order these come.</summary>
public sealed class RateLimitsTests
{
    private readonly SteppingTime _time = new();
    private readonly RateLimits _limits;

    public RateLimitsTests() => _limits = new RateLimits(TimeSpan.FromHours(1), _time);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_answers_to_requests_that_were_on_their_way_together_the_lesser_rest_holds(bool firstSentIsHeardFirst)
    {
        var (one, two) = (await EnterAsync(), await EnterAsync());
        // The server may have counted either first.
        _limits.Hear(firstSentIsHeardFirst ? one : two, [Told(0, 59.5)]);
        _limits.Hear(firstSentIsHeardFirst ? two : one, [Told(1, 59.5)]);
        MayEnter().Should().BeFalse();
        _time.Skip(TimeSpan.FromSeconds(61));
        MayEnter().Should().BeTrue("the window is over");
    }

    [Fact]
    public async Task What_was_asked_after_an_answer_had_come_is_the_later_word()
    {
        var one = await EnterAsync();
        _limits.Hear(one, [Told(1, 59.5)]);
        var two = await EnterAsync();
        _limits.Hear(two, [Told(5, 59.5)]);
        MayEnter().Should().BeTrue();
    }

    [Fact]
    public async Task A_window_that_ends_later_for_certain_is_the_later_one()
    {
        var (one, two) = (await EnterAsync(), await EnterAsync());
        _limits.Hear(two, [Told(9, 59.5)]);
        _limits.Hear(one, [Told(0, 0.7)]);
        MayEnter().Should().BeTrue("what is left of the window before does not matter any more");
    }

    [Fact]
    public async Task Whole_seconds_do_not_tell_windows_apart_that_end_within_one()
    {
        var (one, two) = (await EnterAsync(), await EnterAsync());
        _limits.Hear(two, [Told(9, 2)]);
        _limits.Hear(one, [Told(0, 1)]);
        MayEnter().Should().BeFalse();
    }

    [Fact]
    public async Task A_request_whose_answer_tells_nothing_counts_until_another_tells()
    {
        var (one, two) = (await EnterAsync(), await EnterAsync());
        _limits.Hear(one, [Told(1, 59.5)]);
        two.Dispose();
        MayEnter().Should().BeFalse("the server may have counted it behind the other");
        _time.Skip(TimeSpan.FromSeconds(61));
        MayEnter().Should().BeTrue();
    }

    [Fact]
    public async Task What_is_on_its_way_when_a_window_ends_may_be_counted_in_the_next()
    {
        var (one, _) = (await EnterAsync(), await EnterAsync());
        _limits.Hear(one, [new RateReading("requests", 1, 2, TimeSpan.FromSeconds(0.5))]);
        _time.Skip(TimeSpan.FromSeconds(1));
        (await EnterAsync()).Should().NotBeNull();
        MayEnter().Should().BeFalse("two of two may be taken");
    }

    [Fact]
    public async Task How_long_a_request_waits_for_a_limit_is_told_at_each_look()
    {
        var one = await EnterAsync();
        _limits.Hear(one, [new RateReading("requests", 0, 2, TimeSpan.FromSeconds(30))]);
        var told = new List<TimeSpan>();
        using var stop = new CancellationTokenSource();
        var entering = _limits.EnterAsync(0, 0, TimeSpan.FromMinutes(10), stop.Token, told.Add);
        told.Should().ContainSingle().Which.Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        var hurried = _limits.EnterAsync(0, 0, TimeSpan.FromSeconds(20), stop.Token, told.Add);
        told[^1].Should().BeCloseTo(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), "no request waits longer than it may");
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => Task.WhenAll(entering, hurried)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static RateReading Told(int remaining, double seconds) => new("requests", remaining, 12, TimeSpan.FromSeconds(seconds));

    private Task<RateTicket> EnterAsync() => _limits.EnterAsync(0, 0, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

    /// <summary>Nobody waits where there is room.</summary>
    private bool MayEnter()
    {
        using var stop = new CancellationTokenSource();
        var entering = _limits.EnterAsync(0, 0, TimeSpan.FromMinutes(10), stop.Token);
        var may = entering.IsCompletedSuccessfully;
        stop.Cancel();
        return may;
    }
}
