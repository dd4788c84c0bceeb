using FluentAssertions;
using Haystack.Facts;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class GuessReaderTests
{
    private const int Guesses = 20_000;

    [Fact]
    public async Task Guessing_meets_the_stated_chance_level_of_every_family()
    {
        using var guess = ReaderKit.QuickReader("builtin/guess");
        foreach (var family in FactLibrary.Load().All)
        {
            var perFamily = Guesses / FactLibrary.Load().All.Count;
            var source = FactKit.Source(family.Language.Code);
            Dictionary<Arm, (int Right, double Expected, double Variance)> byArm = [];
            for (ulong seed = 0; seed < (ulong)(perFamily / 34); seed++)
            {
                var chains = source.Create(FactKit.Request(family, seed));
                var document = FactKit.Document(chains, seed, filler: 1);
                foreach (var question in chains.SelectMany(c => c.Questions))
                {
                    var answer = await guess.Ask(FactKit.Prompt(question.Arm == Arm.ClosedBook ? "" : document, question.Text));
                    var (right, expected, variance) = byArm.GetValueOrDefault(question.Arm);
                    var p = question.ChanceLevel;
                    var isRight = question.ExpectsAbstention ? answer is null : answer == question.Answer;
                    byArm[question.Arm] = (right + (isRight ? 1 : 0), expected + p, variance + (p * (1 - p)));
                }
            }

            foreach (var (arm, (right, expected, variance)) in byArm)
            {
                // Four standard deviations, and one for the count being whole.
                Math.Abs(right - expected).Should().BeLessThan((4 * Math.Sqrt(variance)) + 1, $"{family.Language.Code}/{family.Name} {arm}: {right} right, {expected:0.0} expected");
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
