namespace Haystack.Scoring;

/// <summary>How a reply answered, as <c>TrialRow.AnswerForm</c> holds it.</summary>
internal static class AnswerForms
{
    /// <summary>A last line "Answer: …", as the prompt asks, or the schema that the server was to force.</summary>
    public const string Form = "form";

    /// <summary>Such a line, and more behind it.</summary>
    public const string MarkThenMore = "mark_then_more";

    /// <summary>A box, JSON, a tag, a heading.</summary>
    public const string OtherMark = "other_mark";

    /// <summary>No mark at all.</summary>
    public const string NoMark = "no_mark";
}
