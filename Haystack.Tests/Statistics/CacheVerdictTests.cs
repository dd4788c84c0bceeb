using FluentAssertions;
using Haystack.Analysis;
using Haystack.Designs;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>The verdict on a prefix cache: hand-checked figures, power and false alarms by simulation.</summary>
public sealed class CacheVerdictTests
{
    /// <summary>Cold controls that have an answer in the text: pair, first and second of 16 documents.</summary>
    private const int Documents = 16;

    [Fact]
    public void Ten_answers_to_the_worse_and_none_to_the_better_are_proof_and_nine_are_not()
    {
        // 2 · 2^-10 = 0.00195, 2 · 2^-9 = 0.0039.
        CacheControl.Of("m", new PairedCounts(38, 10, 0, 0)).Finding.Should().Be(CacheFinding.ChangesAnswers);
        var nine = CacheControl.Of("m", new PairedCounts(39, 9, 0, 0));
        (nine.Finding, nine.Cold, nine.Warm).Should().Be((CacheFinding.NoDifference, new Proportion(48, 48), new Proportion(39, 48)));
        nine.Text.Should().StartWith("cold 48/48, warm 39/48: 9 right only cold and 0 only warm (p = 0.004), which is too much to say that the cache changes nothing");
        nine.P.Should().BeApproximately(2 / 512.0, 1e-12);
        CacheControl.Of("m", new PairedCounts(9, 0, 0, 0)).Finding.Should().Be(CacheFinding.TooFew);
        CacheControl.Of("m", new PairedCounts(45, 1, 0, 2)).Text.Should().StartWith("cold 46/48, warm 45/48: no difference found, more than ");
    }

    [Theory]
    [InlineData(0L, CacheFinding.ChangesAnswers)]
    [InlineData(null, CacheFinding.ChangesAnswers)]
    [InlineData(7L, CacheFinding.TooFew)]
    public void A_server_that_tells_zero_whatever_it_reuses_is_held_against_its_cold_answers_all_the_same(long? firstWarmTells, CacheFinding finding)
    {
        TrialRow[] cold = [.. Enumerable.Range(0, 12).Select(i => Rows.Trial(i) with { DocumentId = $"document {i}", CachedPromptTokens = 0 })];
        var warm = cold.Select((c, i) => c with { Outcome = Outcome.OtherChain, AskedAs = 1, CachedPromptTokens = i == 0 ? firstWarmTells : 0 });
        CacheControl.Of("m", cold, warm).Finding.Should().Be(finding);
    }

    [Fact]
    public void A_cache_that_loses_the_facts_at_40_to_80_per_cent_of_a_document_is_found_in_16_documents()
    {
        var found = Enumerable.Range(0, 1000).Count(run =>
        {
            var random = new Seed(7).Derive("lossy", run).Stream();
            bool Lost() => random.NextDouble() is >= 0.4 and < 0.8;
            var counts = default(PairedCounts);
            for (var i = 0; i < Documents; i++)
            {
                // Each control is of another chain, read by a model that knows all.
                foreach (var isLost in new[] { Lost() || Lost(), Lost(), Lost() })
                    counts += isLost ? new PairedCounts(0, 1, 0, 0) : new PairedCounts(1, 0, 0, 0);
            }

            return CacheControl.Of("m", counts).Finding == CacheFinding.ChangesAnswers;
        });
        found.Should().BeGreaterThanOrEqualTo(990);
    }

    [Theory]
    [InlineData(0.5, 990)]
    [InlineData(0.2, 970)]
    [InlineData(0.135, 980)]
    public void Where_the_first_look_leaves_it_open_up_to_three_more_decide(double lost, int atLeast)
    {
        var found = Enumerable.Range(0, 1000).Count(run =>
        {
            var random = new Seed(9).Derive("few", run).Stream();
            return IsFound(() => random.NextDouble() < lost ? new PairedCounts(0, 1, 0, 0) : new PairedCounts(1, 0, 0, 0));
        });
        found.Should().BeGreaterThanOrEqualTo(atLeast);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.7)]
    [InlineData(0.4)]
    public void However_often_one_looks_sound_servers_are_hardly_ever_accused(double accuracy)
    {
        var alarms = Enumerable.Range(0, 1000).Count(run =>
        {
            var random = new Seed(10).Derive("sound", run).Stream();
            return IsFound(() =>
            {
                var (cold, warm) = (random.NextDouble() < accuracy, random.NextDouble() < accuracy);
                return new PairedCounts(cold && warm ? 1 : 0, cold && !warm ? 1 : 0, !cold && warm ? 1 : 0, !cold && !warm ? 1 : 0);
            });
        });
        alarms.Should().BeLessThanOrEqualTo(10);
    }

    private static bool IsFound(Func<PairedCounts> pair)
    {
        var counts = default(PairedCounts);
        for (var look = 0; look <= FurtherControls.MostRounds; look++)
        {
            for (var i = 0; i < FurtherControls.Questions; i++)
                counts += pair();
            var verdict = CacheControl.Of("m", counts);
            if (!verdict.IsOpen)
                return verdict.Finding == CacheFinding.ChangesAnswers;
        }

        return false;
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.7)]
    [InlineData(0.4)]
    public void Answers_that_vary_by_themselves_are_no_alarm(double accuracy)
    {
        var alarms = Enumerable.Range(0, 1000).Count(run =>
        {
            var random = new Seed(8).Derive("sound", run).Stream();
            var counts = default(PairedCounts);
            for (var i = 0; i < Documents * 3; i++)
            {
                var (cold, warm) = (random.NextDouble() < accuracy, random.NextDouble() < accuracy);
                counts += new PairedCounts(cold && warm ? 1 : 0, cold && !warm ? 1 : 0, !cold && warm ? 1 : 0, !cold && !warm ? 1 : 0);
            }

            return CacheControl.Of("m", counts).Finding == CacheFinding.ChangesAnswers;
        });
        alarms.Should().BeLessThanOrEqualTo(10);
    }
}
