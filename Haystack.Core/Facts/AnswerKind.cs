namespace Haystack.Facts;

/// <summary>What sort of value answers a question; decides how answers are normalised and compared.</summary>
public enum AnswerKind
{
    /// <summary>A proper name of a person, place or thing.</summary>
    Name,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>One of two or more choices that the question names.</summary>
    Choice,
}
