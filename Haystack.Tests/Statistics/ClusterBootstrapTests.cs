using FluentAssertions;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Statistics;

public sealed class ClusterBootstrapTests
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 40).Select(i => (double)(i * 7 % 40))];

    [Fact]
    public void The_interval_of_a_mean_is_near_the_normal_one()
    {
        var interval = ClusterBootstrap.Interval95(40, Mean, new Seed(1), 4000)!.Value;
        // Mean 19.5; standard error of 0..39 without Bessel's correction: √(1599/12)/√40 = 1.825.
        interval.Low.Should().BeApproximately(19.5 - 1.96 * 1.825, 0.35);
        interval.High.Should().BeApproximately(19.5 + 1.96 * 1.825, 0.35);
    }

    [Fact]
    public void The_interval_of_a_variance_is_the_published_one()
    {
        // B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 14: the spatial test data, A.
        // Variance 171.5; 90% BCa interval from 2,000 resamples: 115.8 to 259.6 (percentiles alone: 100.8 to 233.9).
        double[] a = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
        Variance([.. a.Select(_ => 1)]).Should().BeApproximately(171.5, 0.05);
        var interval = ClusterBootstrap.Between(a.Length, w => Variance(w), new Seed(1), 20_000, null, 1.644853626951473)!.Value;
        // Three standard errors of a limit from 2,000 resamples are about 5 and 10.
        interval.Low.Should().BeApproximately(115.8, 5);
        interval.High.Should().BeApproximately(259.6, 10);

        double Variance(IReadOnlyList<int> weights)
        {
            var mean = weights.Select((w, i) => w * a[i]).Sum() / weights.Sum();
            return weights.Select((w, i) => w * (a[i] - mean) * (a[i] - mean)).Sum() / weights.Sum();
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        ClusterBootstrap.Interval95(40, Mean, new Seed(5), 500).Should().Be(ClusterBootstrap.Interval95(40, Mean, new Seed(5), 500));
        ClusterBootstrap.Interval95(40, Mean, new Seed(5), 500).Should().NotBe(ClusterBootstrap.Interval95(40, Mean, new Seed(6), 500));
    }

    [Fact]
    public void Strata_keep_their_sizes()
    {
        int[] strata = [.. Enumerable.Range(0, 40).Select(i => i < 10 ? 0 : 1)];
        var sizes = new HashSet<int>();
        ClusterBootstrap.Interval95(40, w => { sizes.Add(w.Take(10).Sum()); return Mean(w); }, new Seed(1), 200, strata);
        // 9 comes from leaving out one document for the acceleration.
        sizes.Should().BeSubsetOf([9, 10]);
    }

    [Fact]
    public void Two_documents_that_agree_give_a_point() =>
        ClusterBootstrap.Interval95(2, w => (w[0] + w[1]) / 2.0, new Seed(1)).Should().Be(new Interval(1, 1));

    [Fact]
    public void One_document_gives_no_interval() =>
        ClusterBootstrap.Interval95(1, _ => 1, new Seed(1)).Should().BeNull();

    [Fact]
    public void It_covers_a_difference_at_its_nominal_rate_when_documents_differ()
    {
        // 30 documents of 8 answers each, whose own accuracies are spread over 0.4–1.
        const int runs = 150;
        var covered = 0;
        for (var run = 0; run < runs; run++)
        {
            var stream = new Seed(11).Derive("cover", run).Stream();
            var counts = Enumerable.Range(0, 30).Select(_ =>
            {
                var own = 0.4 + 0.6 * stream.NextDouble();
                return Enumerable.Range(0, 8).Count(_ => stream.NextDouble() < own);
            }).ToArray();
            var interval = ClusterBootstrap.Interval95(30, w => Enumerable.Range(0, 30).Sum(i => w[i] * counts[i]) / (8.0 * w.Sum()), new Seed((ulong)run), 500)!.Value;
            covered += interval.Low <= 0.7 && 0.7 <= interval.High ? 1 : 0;
        }

        // 95% ± three standard errors of 150 runs, less what 30 documents cost a bootstrap (1–2 points).
        (covered / (double)runs).Should().BeInRange(0.87, 0.995);
    }

    private static double? Mean(IReadOnlyList<int> weights) =>
        weights.Select((w, i) => w * Values[i]).Sum() / weights.Sum();
}
