using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Gates;

/// <summary>How many more documents an undecided gate says it needs.</summary>
public sealed partial class FurtherDocumentsTests
{
    private static readonly int[] Distances = [0, 64, 256, 1024, 2048, 4096, 8192, 16384];

    [Fact]
    public void An_interval_that_reaches_twice_as_far_as_the_threshold_needs_four_times_the_documents()
    {
        FurtherDocuments.Text(16, 0.10, new Interval(0, 0.20), 0.15).Should().Be("; about 48 more documents decide");
        FurtherDocuments.Text(16, 0.10, new Interval(-0.10, 0.11), 0.00).Should().Be("; about 48 more documents decide");
        FurtherDocuments.Text(16, 17).Should().Be("; about 1 more document decides");
        FurtherDocuments.Text(16, 0.10, new Interval(0, 0.20), 0.10).Should().Contain("no number of documents");
    }

    [Fact]
    public void So_many_more_documents_of_the_same_kind_decide_an_accuracy() =>
        Decides(n => GateRuns.Of(n, 8, d => 6 + d % 2), gate => gate.RequireAccuracy(0.8), from: 10);

    [Fact]
    public void So_many_more_documents_of_the_same_kind_decide_a_penalty() =>
        Decides(Falling, gate => gate.RequirePenaltyAtMost(0.85), from: 16);

    [Fact]
    public void So_many_more_documents_of_the_same_kind_decide_a_comparison() =>
        Decides(
            n => GateRuns.Of(n, 8, d => 6 + d % 2), gate => gate, from: 12,
            (gate, n) => gate.RequireNoWorseThan(GateRuns.Of(n, 8, d => 6 + d / 2 % 2), 0.05));

    /// <summary>Its interval reaches over what else may explain the answers, and does not shrink as the documents grow: a number would be a guess.</summary>
    [Fact]
    public void Of_a_D50_no_number_is_told()
    {
        var check = AccuracyGate.ForRun(Falling(40), "r").RequireD50("1500").Decide().Checks.Single();
        check.Verdict.Should().Be(GateVerdict.Inconclusive);
        check.Text.Should().NotContain("more document");
    }

    /// <summary>A reader that finds half as often at 1,500 tokens as side by side: R = 1 / (1 + u·2^(x·1.5)), x the doublings of 1 + d.</summary>
    private static RunData Falling(int documents)
    {
        var stream = new Seed(7).Stream();
        return GateRuns.Of("falling", (
            from d in Enumerable.Range(0, documents)
            from c in Enumerable.Range(0, 2 * Distances.Length)
            let distance = Distances[c % Distances.Length]
            let found = 1 / (1 + Math.Pow((1 + distance) / 1501.0, 1.5))
            select GateRuns.Row(d, c, distance, stream.NextDouble() < found ? Outcome.Correct : Outcome.OtherChain)).ToList());
    }

    private static void Decides(Func<int, RunData> run, Func<StoredGate, StoredGate> require, int from, Func<StoredGate, int, StoredGate>? also = null)
    {
        GateCheck Check(int n) => (also ?? ((g, _) => g))(require(AccuracyGate.ForRun(run(n), "r")), n).Decide().Checks.Single();
        var few = Check(from);
        few.Verdict.Should().Be(GateVerdict.Inconclusive, few.Text);
        var said = More().Match(few.Text);
        said.Success.Should().BeTrue(few.Text);
        var more = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
        var enough = Check(from + more + (from + more) / 8 + 1);
        enough.Verdict.Should().NotBe(GateVerdict.Inconclusive, $"{few.Text}\n{enough.Text}");
        enough.Text.Should().NotContain("more document");
    }

    [GeneratedRegex("about ([0-9]+) more documents? decide")]
    private static partial Regex More();
}
