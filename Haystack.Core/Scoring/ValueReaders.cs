using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Picks the reader that a question's kind of answer needs.</summary>
internal static class ValueReaders
{
    /// <summary>A reader for the question's values.</summary>
    public static IValueReader For(Question question, IReadOnlyList<KnownValue> values) => question.Kind switch
    {
        AnswerKind.Number => new NumberReader(values),
        AnswerKind.Date => new DateReader(values),
        _ => new NameReader(values, Passage.From(question.Text)),
    };
}
