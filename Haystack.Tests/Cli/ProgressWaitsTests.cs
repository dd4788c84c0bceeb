using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Sweeping;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>What is told of models that wait for their servers.</summary>
public sealed class ProgressWaitsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly ProgressWaits _waits;

    public ProgressWaitsTests() => _waits = new ProgressWaits(_time);

    [Fact]
    public void A_wait_is_told_until_its_end()
    {
        Begin(60).Should().Be("a waits 1 min 0 s, until 12:01:00: why");
        _waits.Of("a").Should().Be("waits until 12:01:00");
        _waits.Of("b").Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(59));
        _waits.Of("a").Should().NotBeNull();
        End();
        _waits.Of("a").Should().BeNull();
    }

    [Fact]
    public void Of_several_requests_the_longest_counts_and_each_that_ends_goes()
    {
        Begin(30);
        Begin(10);
        _waits.Of("a").Should().Be("2 wait until 12:00:30");
        End();
        _waits.Of("a").Should().Be("waits until 12:00:30");
        End();
        _waits.Of("a").Should().BeNull();
        Begin(10);
        _waits.Of("a").Should().Be("waits until 12:00:10", "what is over counts no more");
    }

    [Fact]
    public void A_wait_whose_end_was_lost_is_over_by_the_clock()
    {
        Begin(10);
        _time.Advance(TimeSpan.FromSeconds(11));
        _waits.Of("a").Should().BeNull();
    }

    [Fact]
    public void A_line_is_told_of_long_waits_once_for_all_that_wait_together()
    {
        Begin(2).Should().BeNull();
        Begin(30).Should().NotBeNull();
        Begin(31).Should().BeNull();
        Begin(60).Should().NotBeNull("it goes on for much longer");
    }

    private string? Begin(double seconds) => _waits.Note(new RequestWaits("a", TimeSpan.FromSeconds(seconds), "why"));

    private void End() => _waits.Note(new RequestWaits("a", null, ""));
}
