using FluentAssertions;
using Haystack.Facts;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class GuessReaderTests
{
    [Fact]
    public Task Guessing_meets_the_stated_chance_level_of_every_family() => CheckAsync(documents: 42);

    /// <summary>2,500 documents of eight chains: 20,000 trials in every family, language and arm that has them.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public Task Guessing_meets_the_stated_chance_level_of_every_family_over_twenty_thousand_trials() => CheckAsync(documents: 2_500);

    private static async Task CheckAsync(int documents)
    {
        using var guess = ReaderKit.QuickReader("builtin/guess");
        foreach (var family in FactLibrary.Load().All)
        {
            var source = FactKit.Source(family.Language.Code);
            Dictionary<Arm, (int Trials, int Right, double Expected, double Variance)> byArm = [];
            for (ulong seed = 0; seed < (ulong)documents; seed++)
            {
                var chains = source.Create(FactKit.Request(family, seed));
                var document = FactKit.Document(chains, seed, filler: 1);
                foreach (var question in chains.SelectMany(c => c.Questions))
                {
                    var answer = await guess.Ask(FactKit.Prompt(question.Arm == Arm.ClosedBook ? "" : document, question.Text));
                    var (trials, right, expected, variance) = byArm.GetValueOrDefault(question.Arm);
                    var p = question.ChanceLevel;
                    var isRight = question.ExpectsAbstention ? answer is null : answer == question.Answer;
                    byArm[question.Arm] = (trials + 1, right + (isRight ? 1 : 0), expected + p, variance + (p * (1 - p)));
                }
            }

            foreach (var (arm, (trials, right, expected, variance)) in byArm)
            {
                // The count of right answers is a sum of independent draws, each with its own stated level. Its 99.9%
                // interval, for all 70 families, languages and arms together: 4.35 standard deviations each (Bonferroni),
                // and half a count for its being whole.
                Math.Abs(right - expected).Should().BeLessThanOrEqualTo((4.35 * Math.Sqrt(variance)) + 0.5, $"{family.Language.Code}/{family.Name} {arm}: {right} of {trials} right, {expected:0.0} expected");
                if (arm != Arm.Absent)
                    trials.Should().Be(8 * documents);
            }
        }
    }

    [Fact]
    public async Task A_guess_depends_on_seed_and_prompt_alone()
    {
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 8));
        var prompts = chains.SelectMany(c => c.Questions).Select(q => FactKit.Prompt(FactKit.Document(chains, 8, filler: 20), q.Text)).ToList();
        using var one = ReaderKit.QuickReader("builtin/guess", 3);
        using var other = ReaderKit.QuickReader("builtin/guess", 3);
        var forwards = new List<string?>();
        foreach (var prompt in prompts)
            forwards.Add(await one.Ask(prompt));
        var backwards = new List<string?>();
        foreach (var prompt in Enumerable.Reverse(prompts))
            backwards.Insert(0, await other.Ask(prompt));
        backwards.Should().Equal(forwards);
    }
}
