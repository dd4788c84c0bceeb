using CsCheck;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>The promise of the whole program, for every kind of tokenizer: what a plan says is what the text has.</summary>
public sealed class ExactPlanTests
{
    public static TheoryData<string> Kinds => [.. TokenizerKinds.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_plan_is_exact(string kind) => Check(kind, plans: 40, largestContext: 8 * 1024, corpusCharacters: 150_000);

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Category", "Slow")]
    public void A_thousand_plans_of_2k_to_128k_are_exact(string kind) => Check(kind, plans: 1_000, largestContext: 128 * 1024, corpusCharacters: 1_200_000);

    private static void Check(string kind, int plans, int largestContext, int corpusCharacters)
    {
        var tokenizer = TokenizerKinds.Load(kind);
        ExactPlan.UpTo(largestContext).Sample(
            plan =>
            {
                var (document, prompt) = plan.Build(corpusCharacters, tokenizer);
                ExactnessCheck.Verify(document, prompt, tokenizer, plan.TemplateTokens);
            },
            iter: plans);
    }
}
