using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FluentAssertions;
using Haystack.Statistics;
using MathNet.Numerics.Distributions;
using Xunit;

namespace Haystack.Tests.Gates;

/// <summary>
/// How often gates err where the documents' own accuracies differ (a beta distribution; ρ is the correlation between two
/// answers about one document), 8 questions a document, margin 0.05.
/// </summary>
public sealed class GateCharacteristicsTests
{
    private const int Answers = 8;
    private const int Draws = 1000;

    private static readonly double[] Correlations = [0, 0.05, 0.1, 0.2];

    [Fact]
    public void Three_hundred_simulated_gates_err_seldom_and_ask_less_than_a_fixed_sample()
    {
        var rule = new DocumentGate(new FixedGate(new GateMargin(0.8)), Answers);
        var low = Simulate(rule, 0.75, 0.1, 300);
        var high = Simulate(rule, 0.85, 0.1, 300);
        // Three standard errors of 300 gates are 3.8 points.
        low.Pass.Should().BeLessThan(0.05 + 0.038);
        high.Fail.Should().BeLessThan(0.05 + 0.038);
        low.Trials.Should().BeLessThan(0.8 * rule.MaxDocuments * Answers);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Two_thousand_simulated_gates_of_each_kind_keep_to_five_percent_as_the_docs_say()
    {
        var table = new StringBuilder("| θ | ρ | false passes at θ−m | false failures at θ+m | undecided at θ−m, θ+m | mean n at θ−m | at θ | at θ+m | at θ+2m | fixed n | its false passes | false failures | undecided |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        var errors = new List<double>();
        foreach (var threshold in new[] { 0.8, 0.9 })
        {
            var gate = new FixedGate(new GateMargin(threshold));
            var rule = new DocumentGate(gate, Answers);
            foreach (var correlation in Correlations)
            {
                Ends At(double accuracy) => Simulate(rule, accuracy, correlation, 2000);
                var (low, middle, high, far) = (At(gate.Margin.Lower), At(threshold), At(gate.Margin.Upper), At(Math.Min(0.995, threshold + 0.1)));
                var (fixedLow, fixedHigh) = (Fixed(gate, rule, gate.Margin.Lower, correlation), Fixed(gate, rule, gate.Margin.Upper, correlation));
                errors.AddRange([low.Pass, high.Fail, fixedLow.Pass, fixedHigh.Fail]);
                table.Append(CultureInfo.InvariantCulture, $"| {threshold} | {correlation} | {low.Pass:0.0%} | {high.Fail:0.0%} | {low.Undecided:0.0%}, {high.Undecided:0.0%} | {low.Trials:0} | {middle.Trials:0} | {high.Trials:0} | {far.Trials:0} | {fixedLow.Trials:0} | {fixedLow.Pass:0.0%} | {fixedHigh.Fail:0.0%} | {fixedLow.Undecided:0.0%}, {fixedHigh.Undecided:0.0%} |\n");
            }
        }

        Approve.Text(table.ToString());
        Docs().Should().Contain(table.ToString());
        errors.Should().OnlyContain(e => e <= 0.05);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Stored_runs_of_any_size_are_passed_and_failed_wrongly_in_at_most_five_percent()
    {
        var gate = new FixedGate(new GateMargin(0.8));
        foreach (var documents in new[] { 8, 16, 64 })
        {
            foreach (var correlation in Correlations)
            {
                Fixed(gate, documents, gate.Margin.Lower, correlation).Pass.Should().BeLessThanOrEqualTo(0.05, $"{documents} documents, ρ {correlation}");
                Fixed(gate, documents, gate.Margin.Upper, correlation).Fail.Should().BeLessThanOrEqualTo(0.05, $"{documents} documents, ρ {correlation}");
            }
        }
    }

    private static Ends Simulate(DocumentGate rule, double accuracy, double correlation, int gates)
    {
        var table = Accuracies(accuracy, correlation);
        return Ends.Of([.. Enumerable.Range(0, gates).AsParallel().AsOrdered().Select(g => rule.First(Documents(table, rule.MaxDocuments, g)))]);
    }

    private static Ends Fixed(FixedGate gate, DocumentGate rule, double accuracy, double correlation) => Fixed(gate, rule.MaxDocuments, accuracy, correlation);

    private static Ends Fixed(FixedGate gate, int documents, double accuracy, double correlation)
    {
        var table = Accuracies(accuracy, correlation);
        return Ends.Of([.. Enumerable.Range(0, 2000).AsParallel().AsOrdered().Select(g => (DocumentShare.Of(gate, Documents(table, documents, g)).Verdict, documents))]);
    }

    /// <summary>The documents' accuracies as quantiles of their distribution.</summary>
    private static double[] Accuracies(double accuracy, double correlation)
    {
        if (correlation == 0)
            return [accuracy];
        var sum = 1 / correlation - 1;
        return [.. Enumerable.Range(0, Draws).Select(i => Beta.InvCDF(accuracy * sum, (1 - accuracy) * sum, (i + 0.5) / Draws))];
    }

    private static Proportion[] Documents(double[] accuracies, int count, int gate)
    {
        var stream = new Seed(20261124).Derive("gate", gate).Stream();
        var documents = new Proportion[count];
        for (var d = 0; d < count; d++)
        {
            var (own, right) = (accuracies[stream.Next(accuracies.Length)], 0);
            for (var i = 0; i < Answers; i++)
                right += stream.NextDouble() < own ? 1 : 0;
            documents[d] = new Proportion(right, Answers);
        }

        return documents;
    }

    private static string Docs([CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "docs", "gates.md")).ReplaceLineEndings("\n");

    private sealed record Ends(double Pass, double Fail, double Undecided, double Trials)
    {
        public static Ends Of((GateVerdict Verdict, int Documents)[] gates) => new(
            Share(gates, GateVerdict.Pass), Share(gates, GateVerdict.Fail), Share(gates, GateVerdict.Inconclusive), gates.Average(g => g.Documents) * Answers);

        private static double Share((GateVerdict Verdict, int)[] gates, GateVerdict verdict) => (double)gates.Count(g => g.Verdict == verdict) / gates.Length;
    }
}
