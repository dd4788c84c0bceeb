namespace Haystack.Scoring;

/// <summary>How far a sentence answers the question, from its build alone.</summary>
internal enum Weight
{
    /// <summary>It gives no value.</summary>
    Nothing,

    /// <summary>A value said of somebody or something else, or only named, or as it was before.</summary>
    Elsewhere,

    /// <summary>A value said of nobody in particular.</summary>
    Free,

    /// <summary>A bare value, or one said of what the question asks about.</summary>
    Bound,

    /// <summary>A value after "so" or "therefore".</summary>
    Concluded,

    /// <summary>A value after "the answer is".</summary>
    Named,
}
