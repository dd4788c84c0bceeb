using FluentAssertions;
using Haystack.Facts;
using Haystack.Preparing;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Sweeping;

public sealed class ShardPlanTests
{
    [Theory]
    [InlineData(4, 16, false)]
    [InlineData(7, 40, false)]
    [InlineData(12, 60, true)]
    public async Task Shards_cost_the_same_within_five_percent_and_have_every_document_once(int shards, int documents, bool closedBook)
    {
        var (sweep, notices) = await PlanAsync(documents, closedBook, null);
        await using var prepared = sweep;
        var parts = Enumerable.Range(1, shards).Select(n => ShardPlan.Of(sweep.Models, sweep.Options, new Shard(n, shards))).ToArray();
        parts.Select(p => p.Hash).Distinct().Should().ContainSingle("all shards know the same division");
        var costs = parts.Select(p => p.Models.Sum(m => m.Sets.Sum(s => m.Documents(s).Sum(i => PlanCosts.OfDocument(m, s, i, sweep.Options))))).ToArray();
        costs.Max().Should().BeLessThanOrEqualTo((long)(costs.Average() * 1.05));
        costs.Min().Should().BeGreaterThanOrEqualTo((long)(costs.Average() * 0.95));
        parts.Sum(p => p.Trials).Should().Be(sweep.Trials, "cold controls are those of the whole");
        foreach (var (model, at) in sweep.Models.Select((m, i) => (m, i)))
        {
            model.Cold.Trials.Should().BePositive();
            foreach (var set in model.Sets)
                parts.SelectMany(p => p.Models[at].Documents(set)).Order().Should().Equal(Enumerable.Range(0, documents));
        }

        notices.Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_dealt_evenly_is_told()
    {
        var (sweep, notices) = await PlanAsync(2, closedBook: false, new Shard(3, 5));
        await using var prepared = sweep;
        notices.Should().ContainSingle(n => n.Contains("5 shards cannot be made alike", StringComparison.Ordinal));
        sweep.Manifest.Should().Contain("shard", "3/5");
    }

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1/0")]
    [InlineData("1")]
    [InlineData("-1/4")]
    [InlineData("1/99999999999")]
    public void What_is_no_shard_is_refused(string text)
    {
        var parse = () => Shard.Parse(text);
        parse.Should().Throw<HaystackException>().WithMessage("--shard*");
    }

    private static async Task<(PreparedSweep Sweep, List<string> Notices)> PlanAsync(int documents, bool closedBook, Shard? shard)
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Models = [new FakeModel { Name = "test", Tokenizer = new PieceTokenizer() }] });
        var options = new SweepOptions
        {
            Models = ["openai/test"],
            BaseUrl = server.BaseUrl,
            Contexts = [2048, 4096, 8192, 16_384],
            MaxContextTokens = 20_000,
            Documents = documents,
            Arms = closedBook ? [Arm.Pair, Arm.First, Arm.ClosedBook] : SweepDefaults.Arms,
            Shard = shard,
        };
        var notices = new List<string>();
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), n => notices.AddRange(n.Contains("shards", StringComparison.Ordinal) ? [n] : Array.Empty<string>())).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        return (sweep, notices);
    }
}
