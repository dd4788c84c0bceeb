using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>A value whose meaning as an answer is known.</summary>
/// <param name="Text">As given.</param>
/// <param name="Meaning">What an answer of it comes to.</param>
internal sealed record KnownValue(string Text, Outcome Meaning)
{
    private Passage? passage;

    /// <summary>It, cut into tokens.</summary>
    public Passage Passage => passage ??= Passage.From(Text);

    /// <summary>
    /// The values of a question in order of precedence: accepted, intermediate, planted elsewhere, and last the
    /// choices that it offers. Where nothing is right but to abstain, the never-planted value is invented.
    /// </summary>
    public static IReadOnlyList<KnownValue> Of(Question question, IReadOnlyCollection<string> documentValues)
    {
        var right = question.Accepted.Prepend(question.Answer).Select(v => new KnownValue(v, Outcome.Correct));
        var oneHop = question.Intermediates.Select(v => new KnownValue(v, Outcome.OneHop));
        var planted = documentValues.Select(v => new KnownValue(v, Outcome.OtherChain));
        var choices = question.Choices.Select(v => new KnownValue(v, Outcome.OtherChain));
        return question.ExpectsAbstention
            ? [.. oneHop, .. planted, .. choices, .. right.Select(v => v with { Meaning = Outcome.Invented })]
            : [.. right, .. oneHop, .. planted, .. choices];
    }
}
