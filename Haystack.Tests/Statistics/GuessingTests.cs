using FluentAssertions;
using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>A model that says it does not know is not held against the chance level of one that guesses.</summary>
public sealed class GuessingTests
{
    [Theory]
    [InlineData(new[] { Outcome.Correct, Outcome.OtherChain }, 1)]
    [InlineData(new[] { Outcome.Correct, Outcome.Abstained }, 0)]
    // One pick of two shows as wrong: it stands for two, beside two abstentions.
    [InlineData(new[] { Outcome.OtherChain, Outcome.Abstained, Outcome.Abstained }, 0.5)]
    [InlineData(new[] { Outcome.OtherChain, Outcome.CappedOutput }, 1)]
    [InlineData(new[] { Outcome.Correct }, 1)]
    public void Each_wrong_pick_stands_for_the_lucky_ones_too(Outcome[] outcomes, double share) =>
        Guessing.Share(outcomes.Select(o => new ChainOutcome
        {
            DocumentId = "d",
            DistanceTokens = 0,
            ContextTokens = 4096,
            Position = 0.5,
            ChanceLevel = 0.5,
            Pair = o == Outcome.Correct,
            Miss = ChainTable.MissOf(o),
        })).Should().BeApproximately(share, 1e-12);

    [Fact]
    public void Models_of_equal_memory_have_the_same_D50_whether_they_guess_or_abstain()
    {
        // It forgets by half at 1,024 tokens; of a choice of two it never guesses.
        var reader = new SimulatedReader { HalfAt = 1024, Chance = 0, Lapse = 0 };
        var found = Simulations.Each(40, i => FindingsBuilder.Accuracy(ChainTable.From(new SimulatedSweep().Run(reader, new Seed(12).Derive("abstains", i))
            .Select(t => t with { ChanceLevel = 0.5, Outcome = t.Outcome == Outcome.Correct ? t.Outcome : Outcome.Abstained }))));
        // At a true coverage of 95% fewer than 34 of 40 happen in 1 of 250 such tests.
        found.Count(f => f.D50.Low <= 1024 && !(f.D50.High < 1024)).Should().BeGreaterThanOrEqualTo(34);
        found.Should().OnlyContain(f => f.Notes.Any(n => n.Contains("of what it does not know it guesses 0%", StringComparison.Ordinal)));
    }
}
