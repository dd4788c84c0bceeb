using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Picks the reader that a question's kind of answer needs.</summary>
internal static class ValueReaders
{
    /// <summary>A reader for the question's values.</summary>
    public static IValueReader For(Question question, IReadOnlyList<KnownValue> values, ReadingRules rules) => question.Kind switch
    {
        AnswerKind.Number => new NumberReader(values, rules),
        AnswerKind.Date => new DateReader(values, rules),
        _ => new NameReader(values, Passage.From(question.Text, rules), rules),
    };
}
