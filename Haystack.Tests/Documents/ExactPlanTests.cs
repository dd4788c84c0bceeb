using CsCheck;
using FluentAssertions;
using Haystack.Languages;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>The promise of the whole program, for every kind of tokenizer: what a plan says is what the text has.</summary>
public sealed class ExactPlanTests
{
    public static TheoryData<string> Kinds => [.. TokenizerKinds.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_plan_is_exact(string kind) =>
        Check(TokenizerKinds.Small(kind), plans: 25, ExactPlan.UpTo(6 * 1024, mostChains: 3, [.. Language.Codes.Select(code => $"chronicle {code}"), "report en", "code en"]), corpusCharacters: 200_000);

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Category", "Slow")]
    public void A_thousand_plans_of_2k_to_128k_are_exact(string kind) =>
        Check(TokenizerKinds.Whole(kind), plans: 1_000, ExactPlan.UpTo(128 * 1024, mostChains: 8, PlanCorpus.Names), corpusCharacters: 1_200_000);

    private static void Check(ModelTokenizer tokenizer, int plans, Gen<ExactPlan> any, int corpusCharacters)
    {
        var refused = 0;
        any.Sample(
            plan =>
            {
                if (plan.TryBuild(corpusCharacters, tokenizer) is var (document, prompt))
                    ExactnessCheck.Verify(document, prompt, tokenizer, plan.TemplateTokens);
                else
                    Interlocked.Increment(ref refused);
            },
            iter: plans);
        refused.Should().BeLessThanOrEqualTo(plans / 10, "a plan whose one chain has no place anywhere is rare");
    }
}
