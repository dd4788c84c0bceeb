using FluentAssertions;
using Haystack.Preparing;
using Haystack.Scoring;
using Haystack.Tests.Gates;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What a plan says that a sweep takes.</summary>
public sealed class PlanRateTests
{
    [Fact]
    public void Rates_come_from_what_an_earlier_run_measured_thinking_included()
    {
        var answers = Enumerable.Range(0, 16).Select(i => GateRuns.Row(i, 0, 1024, Outcome.Correct) with
        {
            PromptTokensPlanned = 4000,
            PromptTokensCounted = 4000,
            CachedPromptTokens = 2000,
            PrefillRate = 500,
            TotalSeconds = 64,
            InFlight = 2,
        }).ToArray();
        var rate = PlanRate.Of(answers, "before")!;
        rate.PromptTokensASecond.Should().Be(500);
        // 2,000 tokens at 500 a second are 4 of the 64 seconds; two questions share the rest.
        rate.SecondsAnAnswer.Should().Be(30);
        rate.Source.Should().Be("as run before measured: 500 prompt tokens a second and 30.0 s an answer");
        rate.Hours([new PlanCost("m", "link", "en", "spread", 4096, [0], 16, 26, 120, 0, 900_000)]).Should().BeApproximately(0.5 + 1, 1e-9);
        PlanRate.Of(answers[..7], "before").Should().BeNull("so few answers tell no speed");
    }

    [Theory]
    [InlineData(100, "fits into 100h: --contexts 2k,4k,8k --documents 16 --max-output 1k (about 16h)")]
    [InlineData(8, "fits into 8h: --contexts 2k,4k,8k --documents 8 --max-output 1k (about 8h)")]
    [InlineData(6, "fits into 6h: --contexts 2k,4k --documents 16 --max-output 1k (about 6h)")]
    [InlineData(0.5, "nothing fits into 0.5h: 8 documents of 2k, the least that tells anything, take about 1h; fewer models, families or --arms take less")]
    public void A_budget_takes_documents_first_and_then_long_contexts(double hours, string said) =>
        PlanBudget.Fit([(2048, 16, 2.0), (4096, 16, 4.0), (8192, 16, 10.0)], hours, 1024, h => FormattableString.Invariant($"{h}h")).Should().Be(said);
}
