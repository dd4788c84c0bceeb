using Haystack.Facts;

namespace Haystack.Tests.Inference;

/// <summary>A question whose answer is Vel.</summary>
internal static class WireQuestion
{
    public static Question Vel { get; } = new()
    {
        Arm = Arm.Pair,
        Text = "Where is it?",
        Answer = "Vel",
        Accepted = ["Vel"],
        Kind = AnswerKind.Name,
        Choices = [],
        Intermediates = ["Brinmoor"],
        ChanceLevel = 0,
    };
}
