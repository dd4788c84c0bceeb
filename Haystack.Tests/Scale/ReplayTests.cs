using FluentAssertions;
using Haystack.Benchmarks.Scale;
using Xunit;

namespace Haystack.Tests.Scale;

/// <summary>The replay of a plan over servers, against what can be worked out by hand.</summary>
public sealed class ReplayTests
{
    private static readonly Seed Seed = new(1);

    private static readonly ReplayServer Server = new() { Name = "one", PrefillRate = 1000, TokenSeconds = 0.01, QuestionSeconds = 0.5 };

    private static readonly ReplayDocument Document = new(10_000, 10, 1, 100, 50);

    // Read twice (the cold question), nine times the question alone; eleven times a half second and 50 tokens.
    private const double Alone = 2 * 10 + 9 * 0.1 + 11 * (0.5 + 50 * 0.01);

    [Fact]
    public void One_server_takes_what_the_cost_model_says()
    {
        var replay = Replay.Run([Server], Enumerable.Repeat(Document, 3), Seed);
        replay.Seconds.Should().BeApproximately(3 * Alone, 1e-6);
        replay.Trials.Should().Be(33);
        replay.ReadShare.Should().BeApproximately((2 * 10_000 + 9 * 100) / 110_000.0, 1e-9);
        replay.Servers[0].IdleSeconds.Should().BeApproximately(0, 1e-6);
        Replay.Run([Server with { HasCache = false }], [Document], Seed).Seconds.Should().BeApproximately(11 * (10 + 1), 1e-6);
        Replay.Run([Server with { HalfRateTokens = 5000 }], [Document with { Questions = 1, ColdQuestions = 0 }], Seed).Seconds
            .Should().BeApproximately(20 + 1, 1e-6, "half as fast behind half the document");
    }

    [Fact]
    public void Slots_share_the_rate_of_reading_and_slow_each_others_writing()
    {
        var one = new ReplayDocument(10_000, 1, 0, 100, 50);
        var server = Server with { Slots = 2, SecondsAnotherReply = 0.002 };
        // In step: half a second, twenty seconds of reading two at a time, fifty tokens of 12 ms.
        Replay.Run([server], [one, one], Seed).Seconds.Should().BeApproximately(0.5 + 20 + 0.6, 1e-6);
    }

    [Fact]
    public void What_a_dead_server_had_is_answered_by_the_others_and_nothing_twice()
    {
        var replay = Replay.Run([Server with { Dies = 25, NoticedAfter = 5 }, Server with { Name = "two" }], Enumerable.Repeat(Document, 4), Seed);
        replay.Trials.Should().Be(44);
        // One has begun its document at 0 and answered some of it: the other reads it again for the rest.
        replay.Servers[0].Trials.Should().BeInRange(5, 14);
        replay.Servers[1].Trials.Should().Be(44 - replay.Servers[0].Trials);
        replay.Seconds.Should().BeGreaterThan(3 * Alone).And.BeLessThan(4 * Alone);
        replay.Servers.Sum(s => s.Read).Should().BeGreaterThan(4 * (2 * 10_000 + 9 * 100));
    }

    [Fact]
    public void In_the_end_an_idle_server_takes_over_what_a_slow_one_needs_longer_for()
    {
        var slow = Server with { Name = "slow", QuestionSeconds = 10 };
        var documents = Enumerable.Repeat(Document with { ColdQuestions = 0 }, 2).ToArray();
        var (with, without) = (Replay.Run([Server, slow], documents, Seed), Replay.Run([Server, slow], documents, Seed, takesOver: false));
        (with.Taken, without.Taken).Should().Be((1, 0));
        with.Seconds.Should().BeLessThan(0.6 * without.Seconds);
        with.Trials.Should().Be(without.Trials).And.Be(20);
    }

    [Fact]
    public void Questions_that_fail_are_asked_again_as_often_as_said()
    {
        var replay = Replay.Run([Server with { FailureShare = 0.2 }], Enumerable.Repeat(Document with { ColdQuestions = 0 }, 200), Seed);
        replay.Trials.Should().Be(2000);
        (replay.Sent / 10_000 / 2000).Should().BeApproximately(1.25, 0.04);
        Replay.Run([Server with { FailureShare = 0.2 }], Enumerable.Repeat(Document with { ColdQuestions = 0 }, 200), Seed).Seconds.Should().Be(replay.Seconds, "chance comes from the seed");
    }

    [Fact]
    public void Questions_that_share_a_document_wait_for_its_first_and_cold_ones_for_all_of_the_others()
    {
        var server = Server with { PrefillRate = double.PositiveInfinity, TokenSeconds = 0, QuestionSeconds = 1, Slots = 2, Together = true };
        // The first, alone; the second, alone, as nothing has shown yet what is reused; then three twos and one; then the cold ones.
        Replay.Run([server], [new ReplayDocument(10_000, 9, 3, 0, 0)], Seed).Seconds.Should().BeApproximately(1 + 1 + 4 + 2, 1e-6);
        // The second document's first is asked beside the last of the first: 1, 1, two twos; 1; two twos and one.
        Replay.Run([server], [new ReplayDocument(10_000, 6, 0, 0, 0), new ReplayDocument(10_000, 6, 0, 0, 0)], Seed).Seconds.Should().BeApproximately(4 + 1 + 3, 1e-6);
        Replay.Run([server], [new ReplayDocument(10_000, 5, 0, 0, 0), new ReplayDocument(10_000, 6, 0, 0, 0)], Seed).Seconds.Should().BeApproximately(4 + 3, 1e-6, "one place is free beside the last of five");
    }
}
