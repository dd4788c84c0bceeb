using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Sweeping;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>When the time that is left is told, and by what.</summary>
public sealed class ProgressCountTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_trial_with_its_loading_and_reading_tells_nothing()
    {
        var count = Started(104);
        Finish(count, after: 24);
        count.LeftText().Should().Be("time left is not known yet");
        count.Line().Should().NotContain("left").And.NotContain("/s");
        for (var i = 0; i < 8; i++)
        {
            count.Left.Should().BeNull();
            Finish(count, after: 0.25);
        }

        // 95 trials at four a second, whatever the first took.
        count.Left.Should().Be(TimeSpan.FromSeconds(95 * 0.25));
        count.LeftText().Should().Be("about 24 s left");
    }

    [Fact]
    public void Who_waits_is_told_in_the_first_minute()
    {
        var count = Started(104);
        Finish(count, after: 10);
        Finish(count, after: 20);
        count.Left.Should().BeNull("one answer is no speed");
        Finish(count, after: 20);
        count.Left.Should().Be(TimeSpan.FromSeconds(101 * 20));
    }

    [Fact]
    public void A_wave_of_questions_in_flight_together_is_no_speed()
    {
        var count = Started(1000);
        Finish(count, after: 5, inFlight: 16);
        for (var i = 0; i < 31; i++)
            Finish(count, after: i % 16 == 15 ? 5 : 0, inFlight: 16);
        count.Left.Should().BeNull();
        Finish(count, after: 5, inFlight: 16);
        count.Left.Should().BeCloseTo(TimeSpan.FromSeconds(967 * 10 / 32.0), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Trials_of_before_a_resume_are_no_speed()
    {
        var count = new ProgressCount(_time);
        count.Start(new SweepStarted("run", 104, 60, [new ModelProgress("m", 104, 60)]));
        Finish(count, after: 1);
        count.Left.Should().BeNull();
        for (var i = 0; i < 8; i++)
            Finish(count, after: 2);
        count.Left.Should().Be(TimeSpan.FromSeconds(2 * (104 - 69)));
    }

    private ProgressCount Started(int trials)
    {
        var count = new ProgressCount(_time);
        count.Start(new SweepStarted("run", trials, 0, [new ModelProgress("m", trials, 0)]));
        return count;
    }

    private void Finish(ProgressCount count, double after, int inFlight = 1)
    {
        _time.Advance(TimeSpan.FromSeconds(after));
        count.Add(new TrialFinished("m", Arm.Pair, 2048, 0, Outcome.Correct) { InFlight = inFlight });
    }
}
