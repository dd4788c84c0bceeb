using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class ForgetfulReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    public void Half_of_the_level_at_no_distance_is_left_at_the_half_distance(int half)
    {
        Forgetting.Recall(half, half).Should().BeApproximately(Forgetting.Recall(0, half) / 2, 1e-12);
        Forgetting.Recall(half / 2, half).Should().BeGreaterThan(Forgetting.Recall(half, half));
    }

    [Fact]
    public void The_curve_is_a_logistic_of_the_logarithm_of_the_distance()
    {
        // logit R is a straight line in log2(1 + d), one less for each doubling.
        double Logit(int distance) => Math.Log(Forgetting.Recall(distance, 500) / (1 - Forgetting.Recall(distance, 500)));
        (Logit(0) - Logit(1)).Should().BeApproximately(1, 1e-6);
        (Logit(511) - Logit(1023)).Should().BeApproximately(1, 1e-9);
        Forgetting.Recall(0, 4096).Should().BeGreaterThan(0.9999);
    }

    [Fact]
    public async Task Pairs_are_forgotten_at_the_stated_rate_and_single_facts_never()
    {
        var family = FactLibrary.Load().Find("en", "link");
        using var reader = ReaderKit.Reader("simulated/half-100");
        double expected = 0, variance = 0, right = 0;
        for (ulong seed = 0; seed < 24; seed++)
        {
            var chains = FactKit.Source("en").Create(FactKit.Request(family, seed));
            var document = FactKit.Document(chains, seed, filler: 5);
            foreach (var chain in chains)
            {
                foreach (var question in chain.Questions.Where(q => q.Arm is Arm.First or Arm.Second))
                    (await reader.Ask(FactKit.Prompt(document, question.Text))).Should().Be(question.Answer);
                var pair = chain.Questions[0];
                var prompt = FactKit.Prompt(document, pair.Text);
                if (chain.IsOrphan)
                {
                    (await reader.Ask(prompt)).Should().BeNull();
                    continue;
                }

                var p = pair.ChanceLevel + ((1 - pair.ChanceLevel) * Forgetting.Recall(Distance(prompt, chain), 100));
                (expected, variance) = (expected + p, variance + (p * (1 - p)));
                right += await reader.Ask(prompt) == pair.Answer ? 1 : 0;
            }
        }

        Math.Abs(right - expected).Should().BeLessThan(4 * Math.Sqrt(variance));
    }

    [Fact]
    public async Task Flat_combines_always_at_one_and_only_by_chance_at_zero()
    {
        var family = FactLibrary.Load().Find("en", "sum");
        using var perfect = ReaderKit.Reader("simulated/flat-1");
        using var never = ReaderKit.Reader("simulated/flat-0");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 2, orphans: 0));
        var document = FactKit.Document(chains, 2);
        var hits = 0;
        foreach (var pair in chains.Select(c => c.Questions[0]))
        {
            (await perfect.Ask(FactKit.Prompt(document, pair.Text))).Should().Be(pair.Answer);
            hits += await never.Ask(FactKit.Prompt(document, pair.Text)) == pair.Answer ? 1 : 0;
        }

        hits.Should().BeLessThan(3);
    }

    /// <summary>Tokens strictly between the two facts, counted from the whole prompt's own tokens.</summary>
    private static int Distance(string prompt, FactChain chain)
    {
        var spans = chain.Facts.Select(f => (Start: prompt.IndexOf(f.Text, StringComparison.Ordinal), f.Text.Length)).OrderBy(s => s.Start).ToArray();
        var (from, to) = (spans[0].Start + spans[0].Length, spans[1].Start);
        return ReaderKit.Tokenizer.Encode(prompt).Count(t => t.Start >= from && t.End <= to);
    }
}
