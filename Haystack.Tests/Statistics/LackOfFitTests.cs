using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Statistics.Curves;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>A curve that does not describe the answers says so.</summary>
public sealed class LackOfFitTests(ITestOutputHelper output)
{
    private static readonly SimulatedSweep Sweep = new() { Contexts = [4096, 8192, 16384, 32768], Distances = [0, 256, 1024, 2048, 4096, 8192, 14336], Documents = 20 };

    [Fact]
    public void A_reader_that_forgets_by_place_is_warned_about()
    {
        // Reads the last 8k tokens only: the chain is found where it begins inside them, whatever its distance.
        var findings = Findings(t => t.Position * t.ContextTokens - t.DistanceTokens!.Value / 2.0 >= t.ContextTokens - 8192);
        findings.IsPoorFit.Should().BeTrue();
        findings.LackOfFitP.Should().BeLessThan(LackOfFit.Level);
        findings.IsFitToDecide.Should().BeFalse();
        // Rough at best; where the answers contradict it outright, none is given.
        findings.Warnings.Should().Contain(w => w.Contains("rough at best", StringComparison.Ordinal) || w.Contains("none is given", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reader_whose_single_facts_show_that_it_forgets_by_place_has_no_D50()
    {
        var rows = (Sweep with { SingleFacts = 1 }).Run(new SimulatedReader { HalfAt = double.PositiveInfinity, Lapse = 0 }, new Seed(5))
            .Select(t => t with { Outcome = Places(t).All(p => p * t.ContextTokens >= t.ContextTokens - 8192) ? Outcome.Correct : Outcome.OtherChain });
        var findings = FindingsBuilder.Accuracy(ChainTable.From(rows));
        findings.D50.Tokens.Should().BeNull();
        findings.D85.Tokens.Should().BeNull();
        findings.ChangePerDoubling.Should().BeNull();

        static IEnumerable<double> Places(TrialRow t) => t.Arm switch
        {
            Arm.First => [t.FirstFactPosition!.Value],
            Arm.Second => [t.LastFactPosition!.Value],
            _ => [t.FirstFactPosition!.Value, t.LastFactPosition!.Value],
        };
    }

    [Fact]
    public void A_poor_fit_whose_D50_the_answers_bear_out_keeps_it()
    {
        // Half-way from 2k on by every account, but in two steps, which is no logistic.
        var findings = Findings(t => t.DistanceTokens <= 1024 || (t.DistanceTokens <= 8192 && t.Chain % 4 < 2));
        findings.IsPoorFit.Should().BeTrue();
        findings.Status.Should().Be(CurveStatus.Fitted);
        findings.D50.Tokens.Should().BeInRange(1024, 8192);
    }

    [Theory]
    [InlineData(600, 900, false, false)]
    [InlineData(2000, 9000, false, true)]
    [InlineData(null, null, true, false)]
    [InlineData(2000, null, true, true)]
    [InlineData(100, 200, false, true)]
    public void Pooled_answers_contradict_a_D50_that_lies_where_they_are_surely_otherwise(int? low, int? high, bool beyond, bool contradicted)
    {
        // 20 of 20 up to 512, none of 20 from 1,024 on.
        var data = CurveData.From([.. new[] { 0, 512, 1024, 4096 }.SelectMany(d => Enumerable.Range(0, 20).Select(i => new CurveObservation($"{i}", d, 8192, 0.5, 0.1, d <= 512)))])!;
        PooledAnswers.Contradict(data, new TokenDistance { Low = low, High = high, Beyond = beyond, HighBeyond = beyond }).Should().Be(contradicted);
    }

    [Fact]
    public void A_fall_that_comes_back_is_warned_about() =>
        Findings(t => t.DistanceTokens is not (1024 or 2048)).IsPoorFit.Should().BeTrue();

    [Fact]
    public void A_reader_that_the_curve_describes_is_not_warned_about()
    {
        var findings = FindingsBuilder.Accuracy(ChainTable.From(Sweep.Run(new SimulatedReader { LengthEffect = -0.3, PositionEffect = 1 }, new Seed(5))));
        findings.LackOfFitP.Should().BeGreaterThan(LackOfFit.Level);
        findings.Warnings.Should().NotContain(w => w.Contains("lack of fit", StringComparison.Ordinal));
    }

    [Fact]
    public void Warnings_of_sound_fits_are_as_rare_as_the_level_says_in_a_small_sample() =>
        // At a true rate of 1% four of 30 happen in 1 of 4,000 such tests.
        Warned(new SimulatedReader(), 16, 30).Should().BeLessThan(4);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0, 4)]
    [InlineData(0, 16)]
    [InlineData(0.7, 32)]
    [InlineData(0, 64)]
    public void Warnings_of_sound_fits_are_as_rare_as_the_level_says(double spread, int documents) =>
        // 1,000 sweeps have a standard error of 0.3 points: three of them above 1%.
        Warned(new SimulatedReader { DocumentSpread = spread, LengthEffect = -0.3, PositionEffect = 1 }, documents, 1000).Should().BeInRange(1, 20);

    [Fact]
    public void Too_few_documents_cannot_tell()
    {
        var rows = new SimulatedSweep { Documents = 1 }.Run(new SimulatedReader(), new Seed(3));
        var data = CurveData.From(Simulations.Observations(rows))!;
        LackOfFit.P(data, CurveTerms.For(data), CurveFit.Free(data, CurveTerms.For(data), 0.1)).Should().BeNull();
    }

    [Fact]
    public void With_one_direction_it_is_the_t_test_of_the_documents()
    {
        // One length, one place, so that a bend in distance is all there is to test. By hand: T is the sum of the
        // documents' scores over their spread, and F is T squared.
        var rows = Simulations.Observations(new SimulatedSweep { Contexts = [16384], Documents = 12 }.Run(new SimulatedReader { Lapse = 0 }, new Seed(11)))
            .Where(o => o.DistanceTokens > 0).Select(o => o with { Position = 0.5, HalfSpan = 0 }).ToArray();
        var data = CurveData.From(rows)!;
        var terms = CurveTerms.For(data);
        var fit = CurveFit.Free(data, terms, 0);
        var scores = BendScores(data, terms, fit);
        var spread = Math.Sqrt(scores.Sum(u => (u - scores.Average()) * (u - scores.Average())) * 12 / 11.0);
        var t = MathNet.Numerics.Distributions.StudentT.CDF(0, 1, 11, -Math.Abs(scores.Sum() / spread));
        LackOfFit.P(data, terms, fit).Should().BeApproximately(2 * t, 1e-6);
    }

    private static double[] BendScores(CurveData data, CurveTerms terms, CurveFit fit)
    {
        var wider = terms.Widen(data, 1);
        var likelihood = new CurveLikelihood(data, wider, SlopeRule.Free);
        double[] at = [fit.Level, fit.Slope, 0, 0];
        var information = new double[4, 4];
        likelihood.Derivatives(at, new double[4], information);
        // The bend's score less what level and slope explain of it: the two normal equations, solved by Cramer's rule.
        var determinant = information[0, 0] * information[1, 1] - information[0, 1] * information[0, 1];
        var level = (information[2, 0] * information[1, 1] - information[2, 1] * information[0, 1]) / determinant;
        var slope = (information[2, 1] * information[0, 0] - information[2, 0] * information[0, 1]) / determinant;
        return [.. likelihood.DocumentScores(at).Select(row => row[2] - level * row[0] - slope * row[1])];
    }

    private int Warned(SimulatedReader reader, int documents, int sweeps)
    {
        var warned = Simulations.Count(sweeps, i => CurveAnalysis.Run(Simulations.Observations(
            new SimulatedSweep { Documents = documents }.Run(reader, new Seed(21).Derive($"{documents}", i)))).LackOfFitP < LackOfFit.Level);
        output.WriteLine($"{documents} documents a rung, spread {reader.DocumentSpread}: warned of {warned} of {sweeps} sound fits");
        return warned;
    }

    private static Findings Findings(Func<TrialRow, bool> isRight)
    {
        var rows = Sweep.Run(new SimulatedReader(), new Seed(2));
        return FindingsBuilder.Accuracy(ChainTable.From([.. rows.Select(t => t with { Outcome = isRight(t) ? Outcome.Correct : Outcome.OtherChain })]));
    }
}
