using System.Globalization;
using FluentAssertions;
using Haystack.Gates;
using Haystack.LiveGates;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Statistics;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.LiveGates;

/// <summary>Gates on D50 and on the penalty of distance: three looks at an interval, by simulation.</summary>
public sealed class IntervalLookTests(ITestOutputHelper output)
{
    private const int Documents = 32;
    private static readonly SimulatedSweep Sweep = new() { Contexts = [16384], Documents = Documents };
    private static readonly LiveGate Basis = AccuracyGate.For("simulated/half").WithContext("16k");

    [Fact]
    public void A_clear_D50_is_decided_at_half_of_the_documents()
    {
        var ends = Simulate(Basis.RequireD50("256"), new SimulatedReader { HalfAt = 4096 }, 10);
        ends.Should().OnlyContain(e => e.Verdict == GateVerdict.Pass).And.Contain(e => e.Documents == Documents / 2);
    }

    [Fact]
    public void A_clear_penalty_is_decided_at_half_of_the_documents()
    {
        var ends = Simulate(Basis.RequirePenaltyAtMost(0.1), new SimulatedReader { HalfAt = 1024, Level = 6 }, 4);
        ends.Should().OnlyContain(e => e.Verdict == GateVerdict.Fail && e.Documents == Documents / 2);
    }

    /// <summary>Where D50 is the threshold, hardly any gate can tell: a 95% interval errs in 2.5% a side, and three looks may make 5% of it.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0)]
    [InlineData(0.7)]
    public void At_the_threshold_a_gate_on_D50_seldom_gives_either_verdict(double spread)
    {
        var reader = new SimulatedReader { HalfAt = 2048, Level = 5, DocumentSpread = spread };
        var threshold = Math.Round(reader.AveragedHalf()).ToString(CultureInfo.InvariantCulture);
        var ends = Simulate(Basis.RequireD50(threshold), reader, 1000);
        var (passes, failures) = (ends.Count(e => e.Verdict == GateVerdict.Pass) / 10.0, ends.Count(e => e.Verdict == GateVerdict.Fail) / 10.0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"spread {spread}: {passes:0.0}% passes, {failures:0.0}% failures, {ends.Average(e => e.Documents):0.0} documents"));
        passes.Should().BeLessThanOrEqualTo(5);
        failures.Should().BeLessThanOrEqualTo(5);
    }

    private static (GateVerdict Verdict, int Documents)[] Simulate(LiveGate gate, SimulatedReader reader, int gates) =>
        Simulations.Each(gates, i => Ask(gate.Conditions, Sweep.Run(reader, new Seed(41).Derive("gate", i))));

    private static (GateVerdict Verdict, int Documents) Ask(GateConditions conditions, IReadOnlyList<TrialRow> rows)
    {
        var looks = new LiveGateLooks(conditions, new SweepOptions(), Documents);
        var ids = rows.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).ToArray();
        var asked = 0;
        while (asked < ids.Length && !looks.IsOver)
        {
            asked = Math.Min(ids.Length, asked + LiveGateLooks.BatchAfter(asked));
            looks.Look([.. rows.Where(t => Array.IndexOf(ids, t.DocumentId) < asked)], ids[..asked]);
        }

        var seen = rows.Where(t => Array.IndexOf(ids, t.DocumentId) < asked).ToArray();
        var run = SampleRuns.Typical with { Trials = seen };
        return (looks.Conclude(run, "run", seen[0].Model, givenUp: null).Checks.Single().Verdict, asked);
    }
}
