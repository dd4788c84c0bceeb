using FluentAssertions;
using Haystack.Flights;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>How many questions are in flight, against servers played in time of their own.</summary>
public sealed class FlightPaceTests
{
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(4, 4, 8)]
    [InlineData(12, 8, 32)]
    [InlineData(64, 32, 32)]
    public void Found_by_trying_it_stays_where_more_does_not_help(int batch, int least, int most)
    {
        var played = Play(new FlightPace(new FlightLimits { Most = 32, Kind = FlightKind.Tried }), 2_000, active => Math.Max(1, (double)active / batch));
        played.Limits.Skip(400).Should().OnlyContain(l => l >= least / 2 && l <= most);
        played.Limits.Skip(400).Count(l => l >= least).Should().BeGreaterThan(1_300);
        played.Seconds.Should().BeLessThan(1.35 * 2_000 / Math.Min(batch, 32) + 20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_told_or_given_is_taken_after_one_question_alone(bool isTold)
    {
        var played = Play(new FlightPace(new FlightLimits { Most = 8, Kind = isTold ? FlightKind.Told : FlightKind.Given }), 100, _ => 1);
        played.Limits.Distinct().Should().Equal(1, 8);
        played.Limits.Count(l => l == 1).Should().Be(1);
        played.Said.Should().HaveCount(isTold ? 1 : 0);
    }

    [Fact]
    public void Who_is_turned_away_comes_with_fewer_and_tries_more_again_later()
    {
        var played = Play(new FlightPace(new FlightLimits { Most = 32, Kind = FlightKind.Given }), 1_000, _ => 1, turnsAwayFrom: 11);
        played.Limits.Skip(50).Should().OnlyContain(l => l <= 16);
        played.Limits.Skip(50).Average().Should().BeGreaterThan(6);
        played.TurnedAway.Should().BeLessThan(120);
        played.Said.Should().ContainSingle().Which.Should().StartWith("the server turns requests away: ");
    }

    [Fact]
    public void Slots_with_caches_of_their_own_get_a_document_each()
    {
        var pace = new FlightPace(new FlightLimits { Most = 4, Kind = FlightKind.Told });
        var played = Play(pace, 400, _ => 1, reuse: (p, n) => p.IsByDocument || n % 25 > 3 ? 0.95 : 0);
        (pace.IsByDocument, pace.Limit).Should().Be((true, 4));
        played.Said.Should().HaveCount(2).And.Contain(s => s.Contains("documents side by side instead, 4 at a time", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_even_documents_side_by_side_lose_the_cache_there_is_one_again_and_it_stays_so()
    {
        var pace = new FlightPace(new FlightLimits { Most = 8, Kind = FlightKind.Told });
        Play(pace, 400, _ => 1, reuse: (p, _) => p.Limit == 1 ? 0.95 : 0);
        (pace.IsByDocument, pace.Limit).Should().Be((true, 1));
    }

    [Fact]
    public void A_cache_that_never_reused_anything_is_not_lost()
    {
        var pace = new FlightPace(new FlightLimits { Most = 8, Kind = FlightKind.Told });
        Play(pace, 200, _ => 1, reuse: (_, _) => 0);
        (pace.IsByDocument, pace.Limit).Should().Be((false, 8));
    }

    [Fact]
    public void Documents_side_by_side_as_the_user_says_are_left_alone()
    {
        var pace = new FlightPace(new FlightLimits { Most = 3, Kind = FlightKind.Fixed });
        Play(pace, 200, _ => 1, reuse: (_, _) => 0, turnsAwayFrom: 2).Limits.Should().OnlyContain(l => l == 3);
        pace.IsByDocument.Should().BeTrue();
    }

    /// <summary>Asks until so many questions are answered, as many at a time as the pace allows.</summary>
    /// <param name="pace">The pace.</param>
    /// <param name="questions">How many.</param>
    /// <param name="slowness">How many times as long a reply takes with so many in flight.</param>
    /// <param name="reuse">The share of a question's prompt that is reused.</param>
    /// <param name="turnsAwayFrom">So many in flight are too many.</param>
    private static Played Play(FlightPace pace, int questions, Func<int, double> slowness, Func<FlightPace, int, double>? reuse = null, int turnsAwayFrom = int.MaxValue)
    {
        var random = new Seed(3).Derive("pace").Stream();
        var flying = new PriorityQueue<(int Generation, int Beside, double Seconds, double Reused, bool TurnedAway, long Tokens), double>();
        var played = new Played();
        for (var begun = 10; played.Limits.Count < questions;)
        {
            while (flying.Count < pace.Limit)
            {
                // Replies of a model that thinks differ in length by a factor of five.
                var tokens = 200 + random.Next(800);
                var active = flying.Count + 1;
                var seconds = slowness(active) * tokens / 600.0;
                flying.Enqueue((pace.Generation, active, seconds, reuse?.Invoke(pace, begun++) ?? 0.95, active >= turnsAwayFrom, tokens), played.Seconds + seconds);
            }

            flying.TryDequeue(out var done, out var now);
            played.Seconds = now;
            played.Limits.Add(pace.Limit);
            played.TurnedAway += done.TurnedAway ? 1 : 0;
            if (pace.Note(new FlightSample(done.Generation, Math.Min(done.Beside, flying.Count + 1), IsWarm: true, done.Reused, done.Seconds, done.Tokens, done.TurnedAway, IsInTrouble: false)) is { } said)
                played.Said.Add(said);
        }

        return played;
    }

    private sealed class Played
    {
        public double Seconds { get; set; }

        public int TurnedAway { get; set; }

        public List<int> Limits { get; } = [];

        public List<string> Said { get; } = [];
    }
}
