using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>
/// Finds every single fact, but combines facts with a known probability; where it does not, it guesses as
/// <c>builtin/guess</c> does. So its accuracy on pairs is γ + (1 − γ)·R, γ being the chance level.
/// </summary>
/// <remarks>
/// Whether a pair is combined depends on the seed and the prompt alone, never on what was asked before. The distance is
/// measured in the prompt itself: tokens strictly between the last token of the earlier fact and the first of the
/// later one; of more than two facts, the widest gap between neighbours.
/// </remarks>
internal sealed class ForgetfulReader : BuiltinReader
{
    private readonly Func<int, double> _recall;
    private readonly Seed _seed;

    /// <param name="name">Its name in listings.</param>
    /// <param name="recall">The probability of combining facts that stand so many tokens apart.</param>
    /// <param name="tokenizer">Whose tokens it counts.</param>
    /// <param name="seed">Where its randomness comes from, together with the prompt.</param>
    public ForgetfulReader(string name, Func<int, double> recall, ModelTokenizer tokenizer, Seed seed)
        : base("simulated", name, tokenizer) => (_recall, _seed) = (recall, seed);

    protected override string? Answer(FoundQuestion question, PromptReading reading)
    {
        if (Reasoner.Chain(question, reading.Facts) is not { } chain)
            return null;
        if (!question.IsPair)
            return Reasoner.Conclude(question, chain);
        var random = reading.Random(_seed);
        return random.NextDouble() < _recall(WidestGap(chain, reading.Tokens))
            ? Reasoner.Conclude(question, chain)
            : Guess.Pick(question, reading.Facts, random);
    }

    private static int WidestGap(IReadOnlyList<FoundFact> chain, PromptTokens tokens)
    {
        FoundFact[] inOrder = [.. chain.OrderBy(f => f.Start)];
        return inOrder.Zip(inOrder.Skip(1), (one, next) => tokens.IndexAt(next.Start) - tokens.IndexAt(one.End - 1) - 1).Max();
    }
}
