using FluentAssertions;
using Haystack.Analysis;
using Haystack.Checking;
using Haystack.Inference.Health;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What <c>doctor --cache</c> finds and what it does not, by simulation: it looks after every document, until it is clear.</summary>
public sealed class CacheLookTests(ITestOutputHelper output)
{
    private const int Runs = 2_000;

    [Theory]
    [InlineData(1.0, 0.99)]
    [InlineData(0.9, 0.99)]
    // One that answers otherwise each time hides much of it.
    [InlineData(0.6, 0.5)]
    public void A_cache_that_loses_the_facts_at_40_to_80_per_cent_is_found(double accuracy, double least)
    {
        var looks = Enumerable.Range(0, Runs).Select(run => Look(new Seed(11).Derive("lossy", run).Stream(), accuracy, isLossy: true)).ToArray();
        Say("lossy", accuracy, looks);
        looks.Count(l => l.IsBad).Should().BeGreaterThanOrEqualTo((int)(least * Runs));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.95)]
    [InlineData(0.7)]
    [InlineData(0.4)]
    public void A_sound_cache_is_hardly_ever_blamed_however_often_it_is_looked_at(double accuracy)
    {
        var looks = Enumerable.Range(0, Runs).Select(run => Look(new Seed(12).Derive("sound", run).Stream(), accuracy, isLossy: false)).ToArray();
        Say("sound", accuracy, looks);
        looks.Count(l => l.IsBad).Should().BeLessThanOrEqualTo(Runs / 100);
    }

    private void Say(string what, double accuracy, CacheLook[] looks) =>
        output.WriteLine($"{what}, a model that is right in {accuracy:P0}: {(double)looks.Count(l => l.IsBad) / looks.Length:P2} blamed; {looks.Average(l => l.Questions):0} questions on average, {looks.Max(l => l.Questions)} at most");

    /// <summary>A document at a time, as the command asks; a model that varies is right or wrong anew each time.</summary>
    private static CacheLook Look(RandomStream random, double accuracy, bool isLossy)
    {
        bool Right() => random.NextDouble() < accuracy;
        bool Lost() => isLossy && random.NextDouble() is >= 0.4 and < 0.8;
        var (counts, questions) = (default(PairedCounts), 0);
        for (; ; )
        {
            // The first question, asked again warm, and others that are asked warm and then cold: pair, first and second by turns.
            for (var i = 0; i <= CacheDoctor.ColdQuestions; i++)
            {
                var (cold, warm) = (Right(), Right() && !Lost() && (i % 3 != 0 || !Lost()));
                counts += new PairedCounts(cold && warm ? 1 : 0, cold && !warm ? 1 : 0, !cold && warm ? 1 : 0, !cold && !warm ? 1 : 0);
                questions += 2;
            }

            var look = new CacheLook("m", CacheControl.Of("m", counts), 0.9, questions, new CheckFinding(FindingLevel.Good, "", ""));
            if (look.IsClear(CacheDoctor.PairsAlike, CacheDoctor.MostPairs))
                return look;
        }
    }
}
